// Lists of units by term, as handbook/search/shards writes them: docs/search-shards-format.md.

import { squeeze } from "./fold.js";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Uint8Array(128);
[...DIGITS].forEach((char, value) => (VALUES[char.charCodeAt(0)] = value));
const RUN = /^(?:[0-9.:]+|[a-z]+)$/;
const LARGEST = 1e15;
/** The first level of units that have a term themselves; below they have it from above. */
export const OWN = 2;
export const NOTHING = { units: [], levels: [], own: 0, total: 0, complete: true, values: [] };

/** The shard of a term, of `count`. A pair has that of the turned pair. */
export function shardOf(term, count) {
  const turned = term.length === 2 && term[0] > term[1] ? term[1] + term[0] : term;
  let crc = -1;
  for (let i = 0; i < turned.length; i++) {
    const code = turned.charCodeAt(i);
    for (const byte of [code & 0xff, code >> 8]) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
  }
  return (~crc & (count - 1)) >>> 0;
}

/** The terms that a text has to have to hold a folded word. */
export function termsOfWord(word) {
  const plain = squeeze(word);
  return plain && RUN.test(word) ? [`#${plain}`] : termsOfPhrase(plain);
}

/** The pairs of a squeezed phrase, each once; the character itself where it is one. */
export function termsOfPhrase(squeezed) {
  if (squeezed.length < 2) return squeezed ? [squeezed] : [];
  const found = new Set();
  for (let i = 0; i + 1 < squeezed.length; i++) found.add(squeezed.slice(i, i + 2));
  return [...found];
}

/** A value as it is written in a term; "" for one too large. */
export const valueTerm = (value) => (Math.abs(value) >= LARGEST ? "" : String(value));

/** The term of a full address. */
export const addressTerm = (steps) => `@${steps.map(({ kind, number }) => kind + number).join("/")}`;

/** All numbers of a row of digits. */
export function readNumbers(packed) {
  const found = [];
  let number = 0;
  let scale = 1;
  for (let i = 0; i < packed.length; i++) {
    const digit = VALUES[packed.charCodeAt(i)];
    number += (digit & 31) * scale;
    scale *= 32;
    if (digit < 32) {
      found.push(number);
      number = 0;
      scale = 1;
    }
  }
  return found;
}

/** The records of a shard by term, not yet decoded. */
export function splitShard(text) {
  const found = new Map();
  for (const record of text ? text.split(";") : []) {
    const comma = record.indexOf(",");
    found.set(record.slice(0, comma), record.slice(comma + 1));
  }
  return found;
}

/** A list: {units, levels, own, total, complete, values}. Throws where the record is damaged. */
export function decodeList(record) {
  const [packed, worth, ...more] = record.split(",");
  const units = readNumbers(packed);
  for (let i = 1; i < units.length; i++) units[i] += units[i - 1];
  const levels = [];
  let own = 0;
  for (let i = 0; i < worth.length; i++) {
    const level = worth.charCodeAt(i) - 97;
    if (!(level >= 0 && level < 16)) throw new Error("list");
    levels.push(level);
    if (level >= OWN) own++;
  }
  if (units.length !== levels.length) throw new Error("list");
  const found = { units, levels, own, total: units.length, complete: true, values: [] };
  if (more.length === 1) return { ...found, own: units.length, values: more[0].split("|") };
  if (more.length) {
    [found.own] = readNumbers(more[0]);
    [found.total] = readNumbers(more[1]);
    found.complete = found.total === units.length;
  }
  return found;
}
