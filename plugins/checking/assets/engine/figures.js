// Figures as people write them: 1,234.50, 五百, 半, 5月1日, 下午2点半. checker/figures.py.

import { parse } from "../../../assets/numerals.js";
import { toOrdinal } from "./days.js";
import { add, fromDecimal, isWhole, multiply, ratio } from "./numbers.js";
import { fold, length, stripped } from "./text.js";

const HAN = "〇○零一二三四五六七八九十百千万两廿卅亿壹贰叁肆伍陆柒捌玖拾佰仟";
const NUMBER = `(?:[0-9]+(?:[,，][0-9]{3})*(?:[.．][0-9]+)?[百千万亿]?|[${HAN}]+|半)`;
const DIGITS = /^([0-9]+(?:,[0-9]{3})*)(\.[0-9]+)?([百千万亿]?)$/;
const POWERS = { "": 1n, 百: 100n, 千: 1000n, 万: 10000n, 亿: 100000000n };
const DAY = `(?:[0-9]{1,2}|[${HAN}]{1,3})`;
const DATE = new RegExp(`^((?:[0-9]{4}|[〇○零一二三四五六七八九]{4}))年(${DAY})月(${DAY})[日号]$`);
const TIME = new RegExp(
  `^(上午|下午|早上|早晨|中午|晚上|早|晚)?(${DAY})[:：点时](?:(半)|(${DAY}))?分?$`,
);
// Part of the day → the hours that a clock of twelve hours calls so, of which 12 more have passed.
const LATER = { 中午: [1, 4], 下午: [1, 12], 晚上: [5, 13], 晚: [5, 13] };
const HALF = ratio(1n, 2n);
const LONGEST = 40;
const amounts = new Map();

/** The exact number that `text` writes, without unit or sign; null where it is none. */
export function readNumber(given) {
  const text = stripped(fold(given));
  if (!text || length(text) > LONGEST) return null;
  if (text === "半") return HALF;
  const found = DIGITS.exec(text);
  if (found) {
    const digits = found[1].replaceAll(",", "") + (found[2] ?? "");
    return multiply(fromDecimal(digits), POWERS[found[3]]);
  }
  return /^[\0-\x7f]*$/.test(text) ? null : parse(text);
}

/** The number of a unit that `spellings` name: 3天, 一天半, 80; without sign. null for none. */
export function readAmount(text, spellings) {
  const found = amount(spellings).exec(text);
  if (!found || (found[2] && found[1] === "半")) return null;
  const number = readNumber(found[1]);
  return number !== null && found[2] ? add(number, HALF) : number;
}

function amount(spellings) {
  const words = spellings.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  let found = amounts.get(words);
  if (!found) {
    found = new RegExp(words ? `^(${NUMBER})(?:${words})?(半)?$` : `^(${NUMBER})()$`);
    amounts.set(words, found);
  }
  return found;
}

/** The day number of 2017年4月14日: null where there is no such day, undefined where it is no date. */
export function readDate(folded) {
  const found = DATE.exec(folded);
  if (!found) return undefined;
  const parts = found.slice(1).map(readNumber);
  return parts.includes(null) ? null : toOrdinal(...parts.map(Number));
}

/** Minutes since midnight of 08:30, 8点半, 下午5时30分, 晚上12点; null where it is no time. */
export function readTime(given) {
  const found = TIME.exec(fold(given).replaceAll("整", ""));
  if (!found) return null;
  const [hours, minutes] = [readNumber(found[2]), found[3] ? 30n : readNumber(found[4] ?? "0")];
  if (hours === null || minutes === null || !isWhole(hours)) return null;
  let hour = Number(hours);
  const later = LATER[found[1]];
  if (later && hour >= later[0] && hour < later[1]) hour += 12;
  else if (found[1] && found[1][0] === "晚" && hour < 12) return null;
  const total = hour * 60 + Number(minutes);
  return minutes < 60n && total <= 24 * 60 ? total : null;
}
