// Numbers of cells, exact to the fifteen digits that count; dates and times: checker/worksheet.py.

import { isoformat, toOrdinal } from "../engine/days.js";
import { first } from "../engine/text.js";
import { Refused } from "./refused.js";

const NUMBER = /^\s*([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,9}))?\s*$/;
const NO_NUMBER = /^\s*[+-]?(?:inf(?:inity)?|s?nan[0-9]*)\s*$/i;
const DIGITS = 15;
// The exponent of the last digit of what is too small
const SMALLEST = -44;
const SECONDS = 86_400n;
// By the later of the two epochs
const LAST_DAY = BigInt(toOrdinal(9999, 12, 31) - toOrdinal(1904, 1, 1));

/** The whole number of an attribute; null where it is none that a workbook can hold. */
export const whole = (text) => (/^[0-9]{1,9}$/.test(text) ? Number(text) : null);

/** A number as it is written in a cell, in decimal: 1234.4999999999998 is 1234.5. */
export function figure(raw, place) {
  const simple = /^(?:0|[1-9][0-9]{0,14})$/.test(raw);
  if (simple) return raw;
  const found = NUMBER.exec(raw);
  const digits = found ? found[2] + (found[3] ?? "") : "";
  if (!digits) {
    const known = NO_NUMBER.test(raw) ? `数太大：“${first(raw, 20)}”` : `单元格里的数“${first(raw, 20)}”读不出`;
    throw new Refused(known, place);
  }
  let value = BigInt(digits);
  let exponent = Number(found[4] ?? 0) - (found[3] ?? "").length;
  const size = String(value).length;
  if (value && size + exponent > DIGITS + 1) throw new Refused(`数太大：“${first(raw, 20)}”`, place);
  const cut = Math.max(size - DIGITS, SMALLEST - exponent, 0);
  if (cut > size) [value, exponent] = [0n, 0];
  else if (cut) {
    const step = 10n ** BigInt(cut);
    value = (value + step / 2n) / step; // half up
    exponent += cut;
  }
  if (!value) return found[1] === "-" ? "-0" : "0";
  while (value % 10n === 0n) [value, exponent] = [value / 10n, exponent + 1];
  const text = String(value);
  if (text.length + exponent > DIGITS) throw new Refused(`数太大：“${first(raw, 20)}”`, place);
  const sign = found[1] === "-" ? "-" : "";
  if (exponent >= 0) return sign + text + "0".repeat(exponent);
  const padded = text.padStart(1 - exponent, "0");
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

const two = (number) => String(number).padStart(2, "0");

/** A serial number of days as a date, a time, or both; seconds only where there are some. */
export function moment(number, epoch, place) {
  const [head, tail = ""] = number.split(".");
  let days = BigInt(head);
  const scale = 10n ** BigInt(tail.length);
  let seconds = halfEven(BigInt(tail || "0") * SECONDS, scale);
  if (days && seconds === SECONDS) [days, seconds] = [days + 1n, 0n];
  if (/^-.*[1-9]/.test(number) || days > LAST_DAY) throw new Refused(`没有第“${number}”天这个日期`, place);
  const minutes = seconds / 60n;
  const rest = seconds % 60n;
  const clock = `${two(minutes / 60n)}:${two(minutes % 60n)}${rest ? `:${two(rest)}` : ""}`;
  if (!days) return clock;
  const day = isoformat(epoch + Number(days));
  return seconds ? `${day} ${clock}` : day;
}

function halfEven(top, bottom) {
  const [quotient, rest] = [top / bottom, top % bottom];
  const up = 2n * rest > bottom || (2n * rest === bottom && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}
