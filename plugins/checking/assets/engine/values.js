// What people type into a form → values: 1,234.50元, ８０, 二〇二四年三月五日, 半天, 是. checker/values.py.

import { suggest } from "./closest.js";
import { toOrdinal } from "./days.js";
import { readAmount, readDate, readNumber, readTime } from "./figures.js";
import { isWhole, negate, order } from "./numbers.js";
import { distinct, first, fold, length, lstripped, squeezed, stripped } from "./text.js";

const EMPTY = new Set(["", "/", "-", "—", "——"]);
const YES = new Set(["是", "√", "✓", "✔", "有", "y", "yes", "true", "1"]);
const NO = new Set(["否", "×", "✗", "✕", "无", "n", "no", "false", "0"]);
const NOTHING = new Set(["", "无", "没有"]);
const DATE = /^([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?$/;
const SERIAL = /^[34][0-9]{4}(?:\.0+)?$/;
const MONEY = /^(?:￥|¥|人民币)?([^\n]*?)(?:元整|元正|元|圆整|圆)?$/;
const AMOUNT = /^([0-9]{1,13})(?:\.([0-9]{1,2}))?$/;
const SEPARATOR = /[;；\n、]/;
const WIDTHS = new Map([..."（），：；“”"].map((char, i) => [char, `(),:;""`[i]]));
const LONGEST_TEXT = 2000;
const LONGEST_LIST = 200;
const LARGEST = 10n ** 15n;

/** A cell that cannot be read; the text says what is valid. */
export class Unreadable extends Error {}

function refuse(message) {
  throw new Unreadable(message);
}

/** As Python writes a truth. */
const written = (given) => (given === true ? "True" : given === false ? "False" : String(given));

/** The value of a field of a form that has these choices: text, truth, null or list of texts. */
export function read(field, choices, given) {
  if (given === null || given === undefined) return null;
  if (field.type === "文本列表") return list(choices, given);
  if (Array.isArray(given)) refuse("这里只能填一项，不能填列表");
  const text = typeof given === "boolean" ? (given ? "是" : "否") : stripped(String(given));
  if (EMPTY.has(text)) return null;
  short(text);
  switch (field.type) {
    case "文本":
      return text;
    case "选项":
      return choice(choices, text);
    case "是否":
      return truth(text);
    case "日期":
      return BigInt(date(text));
    case "时刻":
      return BigInt(time(text));
    default:
      return number(field, text);
  }
}

function short(text) {
  const count = length(text);
  if (count > LONGEST_TEXT) refuse(`太长（${count} 字），最多 ${LONGEST_TEXT} 字`);
}

/** Without white space and widths, which do not tell choices apart. */
const plain = (text) => squeezed(text).replace(/[（），：；“”]/g, (char) => WIDTHS.get(char));

// Choices of a field → what reading needs of them, made once: tables hold thousands of cells.
const prepared = new WeakMap();

/** {plain: choice without blanks and widths → choice, joined: those that hold a separator, longest first}. */
function ready(choices) {
  let found = prepared.get(choices);
  if (!found) {
    const joined = choices.filter((text) => SEPARATOR.test(text));
    joined.sort((a, b) => length(b) - length(a));
    found = { plain: new Map(choices.map((text) => [plain(text), text])), joined };
    prepared.set(choices, found);
  }
  return found;
}

function choice(choices, text) {
  if (!choices.length || choices.includes(text)) return text;
  const found = ready(choices).plain.get(plain(text));
  return found ?? refuse(`没有这个选项“${first(text, 30)}”；${suggest(text, choices)}`);
}

function list(choices, given) {
  let parts;
  if (Array.isArray(given)) parts = given.map((part) => stripped(written(part)));
  else {
    const text = stripped(written(given));
    short(text);
    parts = split(text.replace(/^[[\]]+|[[\]]+$/g, ""), choices);
  }
  parts = parts.filter((part) => !NOTHING.has(part));
  if (parts.length > LONGEST_LIST) {
    refuse(`项目太多（${parts.length} 项），最多 ${LONGEST_LIST} 项`);
  }
  const known = ready(choices).plain;
  return distinct(parts.map((part) => known.get(plain(part)) ?? part));
}

/** The items of a list in one cell; an item that is a choice may hold a separator itself. */
function split(text, choices) {
  const { joined } = ready(choices);
  const parts = [];
  while (text) {
    text = lstripped(text);
    const whole = joined.find((item) => text.startsWith(item) && ended(text.slice(item.length)));
    const at = text.search(SEPARATOR);
    const end = whole ? whole.length : at < 0 ? text.length : at;
    parts.push(stripped(text.slice(0, end)));
    text = text.slice(end).replace(/^ +/, "").slice(1);
  }
  return parts;
}

/** Whether an item ends where `rest` begins: at a separator or the end, white space apart. */
function ended(rest) {
  const after = lstripped(rest);
  const blank = rest.slice(0, rest.length - after.length);
  return !after || blank.includes("\n") || SEPARATOR.test(after[0]);
}

function truth(text) {
  const low = text.toLowerCase();
  if (YES.has(low)) return true;
  return NO.has(low) ? false : refuse(`应填 是 或 否，不是“${first(text, 20)}”`);
}

function date(text) {
  const folded = fold(text);
  const found = DATE.exec(folded);
  const day = found ? toOrdinal(...found.slice(1, 4).map(Number)) : readDate(folded);
  const shown = first(text, 20);
  if (day === null) refuse(`没有“${shown}”这一天`);
  if (day !== undefined) return day;
  if (SERIAL.test(folded)) refuse(`“${shown}”像是表格软件的日期序号，请把单元格设成日期格式`);
  return refuse(`读不出日期“${shown}”，应写作 2024-03-05 或 2024年3月5日`);
}

function time(text) {
  const minutes = readTime(fold(text).replace(/(:[0-9][0-9]):00$/, "$1"));
  return minutes ?? refuse(`读不出时刻“${first(text, 20)}”，应写作 08:30`);
}

function number(field, text) {
  const amount = field.type === "金额" ? AMOUNT.exec(text) : null;
  if (amount) return BigInt(amount[1]) * 100n + BigInt((amount[2] ?? "").padEnd(2, "0"));
  const folded = fold(text).replaceAll("−", "-");
  const negative = folded.startsWith("-");
  let body = (negative ? folded.slice(1) : folded).replaceAll(" ", "");
  if (field.type === "金额") body = MONEY.exec(body)?.[1] ?? body;
  const found = readAmount(body, field.spellings) ?? readNumber(body);
  if (found === null) refuse(`读不出数“${first(text, 20)}”，应写作 1234.50 这样的数`);
  return checked(field, text, negative ? negate(found) : found);
}

function checked(field, text, number) {
  const shown = `“${first(text, 20)}”`;
  if (order(number, 0n) < 0) refuse(`不能是负数：${shown}`);
  if (order(number, LARGEST) > 0) refuse(`太大：${shown}`);
  const value = field.unit.base(number);
  if (field.type === "金额" && !isWhole(value)) refuse(`金额最多两位小数：${shown}`);
  if (field.type === "天数" && !isWhole(value)) {
    refuse(`天数最小 0.5 天（半天），不足半天的填小时：${shown}`);
  }
  if (field.type === "整数" && !isWhole(number)) refuse(`应是整数：${shown}`);
  return value;
}
