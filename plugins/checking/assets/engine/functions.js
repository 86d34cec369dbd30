// The fixed list of functions: checker/expression/functions.py. All know nothing of unknown values.

import { LAST, fromOrdinal, monthLength, toOrdinal } from "./days.js";
import { absolute, ceil, divide, floor, floorDivide, multiply, order, truncate } from "./numbers.js";
import { length } from "./text.js";

const least = (a, b) => (a < b ? a : b);
const most = (a, b) => (a > b ? a : b);
const within = (low, value, high) => Number(most(low, least(value, high)));
const date = (day) => fromOrdinal(Number(day));

/** The day that lies `halves` half-days later, halves of days dropped. */
export function addDays(day, halves) {
  return most(1n, least(day + floor(divide(halves, 2n)), BigInt(LAST)));
}

/** The same day of a later month, or that month's last day. */
export function addMonths(day, count) {
  const start = date(day);
  const months = BigInt(start.year * 12 + start.month - 1) + floor(count);
  const years = floorDivide(months, 12n);
  const month = Number(months - years * 12n) + 1;
  const year = within(1n, years, 9999n);
  return BigInt(toOrdinal(year, month, Math.min(start.day, monthLength(year, month))));
}

function wholeMonths(first, last) {
  const [a, b] = [date(first), date(last)];
  return BigInt((b.year - a.year) * 12 + b.month - a.month - (b.day < a.day ? 1 : 0));
}

function monthEnd(day) {
  const { year, month } = date(day);
  return BigInt(toOrdinal(year, month, monthLength(year, month)));
}

function dateOf(year, month, day) {
  const y = within(1n, truncate(year), 9999n);
  const m = within(1n, truncate(month), 12n);
  return BigInt(toOrdinal(y, m, within(1n, truncate(day), BigInt(monthLength(y, m)))));
}

function nthWorkday(calendar, day, halves) {
  return calendar.after(Number(day), within(0n, truncate(divide(halves, 2n)), BigInt(LAST)));
}

/** Name → what takes the calendar, then the values. */
export const FUNCTIONS = {
  工作日: (calendar, day) => calendar.isWorking(Number(day)),
  工作日数: (calendar, a, b) => 2n * BigInt(calendar.count(Number(a), Number(b))),
  工作日后: (calendar, day, halves) => BigInt(nthWorkday(calendar, day, halves)),
  顺延: (calendar, day) => BigInt(calendar.onOrAfter(Number(day))),
  月初: (_, day) => day - BigInt(date(day).day) + 1n,
  月末: (_, day) => monthEnd(day),
  年份: (_, day) => BigInt(date(day).year),
  月份: (_, day) => BigInt(date(day).month),
  日号: (_, day) => BigInt(date(day).day),
  季度: (_, day) => BigInt(Math.floor((date(day).month + 2) / 3)),
  星期: (_, day) => ((day + 6n) % 7n) + 1n,
  当月第几个: (_, day) => BigInt(Math.floor((date(day).day + 6) / 7)),
  月日: (_, day) => BigInt(date(day).month * 100 + date(day).day),
  日期: (_, year, month, day) => dateOf(year, month, day),
  期间内: (_, day, start, end) => (start <= end ? start <= day && day <= end : day >= start || day <= end),
  满月: (_, a, b) => wholeMonths(a, b),
  满年: (_, a, b) => floorDivide(wholeMonths(a, b), 12n) * 12n,
  个数: (_, list) => BigInt(list.length),
  字数: (_, text) => BigInt(length(text)),
  最小: (_, ...numbers) => numbers.reduce((a, b) => (order(b, a) < 0 ? b : a)),
  最大: (_, ...numbers) => numbers.reduce((a, b) => (order(b, a) > 0 ? b : a)),
  绝对值: (_, number) => absolute(number),
  取整: (_, number, step) => multiply(floor(divide(number, step)), step),
  进整: (_, number, step) => multiply(ceil(divide(number, step)), step),
};
