// A form in the fragment of an address: it is never part of a request.
//
// `#body=` body `&f=` method, check sum, dot, data: z for raw deflate, p for plain; data are base64url
// of the JSON [body, type, {field: value}] in UTF-8; the sum is that of `adler` on the JSON in base
// 36. The body stands before it for ahead.js, which cannot unpack.

import { adler } from "../../../assets/checksum.js";
import { sound } from "./forms.js";

/** Bytes that a form may have when it is unpacked. */
const LARGEST = 200_000;

export class Damaged extends Error {}

function toText(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function toBytes(text) {
  try {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (character) => character.charCodeAt(0));
  } catch {
    throw new Damaged();
  }
}

/** Puts bytes through a stream; gives up where more than `LARGEST` come out. */
async function through(bytes, stream) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Damaged();
    });
    if (done) break;
    parts.push(value);
    size += value.length;
    if (size > LARGEST) {
      reader.cancel().catch(() => {});
      throw new Damaged();
    }
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** The fragment of a form: {body, type, values}. */
export const fragment = async ({ body, type, values }) => {
  const text = JSON.stringify([body, type, Object.fromEntries(values)]);
  const sum = adler(text).toString(36);
  const bytes = new TextEncoder().encode(text);
  const packed = globalThis.CompressionStream
    ? `z${sum}.${toText(await through(bytes, new CompressionStream("deflate-raw")))}`
    : `p${sum}.${toText(bytes)}`;
  return `#body=${body}&f=${packed}`;
};

/** Whether a fragment is meant to hold a form. */
export const holdsForm = (hash) => /^#(body=[\w-]+&)?f=/.test(hash);

/**
 * The form {body, type, values} of a fragment.
 *
 * Throws Damaged where it is cut off, changed, or nothing of ours.
 */
export const read = async (hash) => {
  const [, method, sum, data] = /^#(?:body=[\w-]+&)?f=([zp])([0-9a-z]+)\.([\w-]+)$/.exec(hash) ?? [];
  if (!data || data.length > LARGEST * 2) throw new Damaged();
  if (method === "z" && !globalThis.DecompressionStream) throw new Damaged();
  const given = toBytes(data);
  const bytes = method === "z" ? await through(given, new DecompressionStream("deflate-raw")) : given;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (adler(text).toString(36) !== sum) throw new Damaged();
    const [body, type, held] = JSON.parse(text);
    const values = Object.entries(held).filter(([, value]) => sound(value));
    if (typeof body === "string" && typeof type === "string") return { body, type, values: new Map(values) };
  } catch {
    // Not a form
  }
  throw new Damaged();
};
