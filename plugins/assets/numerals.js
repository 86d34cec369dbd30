// Numerals of Chinese provisions, as handbook/numerals.py reads them.

const DIGITS = new Map();
[..."〇一二三四五六七八九"].forEach((char, i) => DIGITS.set(char, i));
[..."零壹贰叁肆伍陆柒捌玖"].forEach((char, i) => DIGITS.set(char, i));
DIGITS.set("○", 0).set("Ｏ", 0).set("两", 2);
const TENS = new Map([..."十拾百佰千仟"].map((char, i) => [char, 10n ** BigInt((i >> 1) + 1)]));
TENS.set("廿", 10n).set("卅", 10n);
const GROUPS = [["亿", 10n ** 8n], ["万", 10n ** 4n]];
const TWENTY = new Map([["廿", 2n], ["卅", 3n]]);
const RUNS = [
  [0x2460, 20, 1], [0x2474, 20, 1], [0x2488, 20, 1], [0x3220, 10, 1], [0x3280, 10, 1],
  [0x3251, 15, 21], [0x32b1, 15, 36], [0x2776, 10, 1], [0x24f5, 10, 1],
];
/** Every character that is a number by itself (①, ⑴, ㈠ …) → its value. */
const ENCLOSED = new Map();
for (const [code, length, value] of RUNS) {
  for (let i = 0; i < length; i++) ENCLOSED.set(String.fromCharCode(code + i), BigInt(value + i));
}
export const ENCLOSED_CHARS = [...ENCLOSED.keys()].join("");
/** What Python counts as white space. */
export const BLANK = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const EDGES = new RegExp(`^[${BLANK}]+|[${BLANK}]+$`, "g");
export const strip = (text) => text.replace(EDGES, "");
const known = new Map();

/** The whole number that `text` writes, as a BigInt; null where it is none. */
export function parse(text) {
  let value = known.get(text);
  if (value === undefined) {
    if (known.size > 4096) known.clear();
    known.set(text, (value = read(text)));
  }
  return value;
}

function read(typed) {
  const text = strip(typed).replace(/[０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  if (/^[\x00-\x7f]*$/.test(text)) return /^[0-9]{1,15}$/.test(text) ? BigInt(text) : null;
  if (ENCLOSED.has(text)) return ENCLOSED.get(text);
  const chars = [...text];
  if (chars.every((char) => DIGITS.has(char))) {
    return chars.length > 15 ? null : BigInt(chars.map((char) => DIGITS.get(char)).join(""));
  }
  return grouped(text);
}

/** A numeral with units: 一亿三千万, 一百二十三; null for any other words. */
function grouped(text) {
  for (const [mark, size] of GROUPS) {
    const at = text.indexOf(mark);
    if (at < 0) continue;
    const low = text.slice(at + 1);
    if (low.includes(mark)) return null;
    const count = grouped(text.slice(0, at));
    const rest = low ? grouped(low) : 0n;
    return count && rest !== null && rest < size ? count * size + rest : null;
  }
  return belowTenThousand(text);
}

function belowTenThousand(text) {
  let [value, digit, last] = [0n, 0n, 10000n];
  for (const char of text) {
    if (DIGITS.has(char) && !digit) {
      digit = BigInt(DIGITS.get(char));
      continue;
    }
    const size = TENS.get(char) ?? 0n;
    if (!(size > 0n && size < last) || (digit && TWENTY.has(char))) return null;
    value += (TWENTY.get(char) ?? (digit || 1n)) * size;
    [digit, last] = [0n, size];
  }
  return text ? value + digit : null;
}

/** The canonical number of a label's numeral: 三 → "3", 十二之一 → "12-1", A → "a"; "" for none. */
export function canonical(text) {
  const parts = [];
  for (const part of strip(text).split(/之|-/)) {
    const value = parse(part);
    const letter = strip(part);
    if (value === null && !/^[A-Za-z]$/.test(letter)) return "";
    parts.push(value === null ? letter.toLowerCase() : String(value));
  }
  return parts.join("-");
}
