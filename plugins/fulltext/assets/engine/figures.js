// Figures (number, unit, comparison) in folded texts and queries: docs/search-format.md, 二.

import { parse } from "../../../assets/numerals.js";

const HAN = "零〇一二三四五六七八九十百千万亿两廿卅壹贰叁肆伍陆柒捌玖拾佰仟";
const SCALE = { 百: 100, 千: 1000, 万: 10000, 亿: 100000000 };
// 一亿亿亿… is no figure
const LARGEST = 10n ** 15n;
const CLOCK = "点";

const byLength = (a, b) => b.length - a.length || (a < b ? -1 : a > b ? 1 : 0);

export class FigureReader {
  /** The tables `units`, `before` and `after` of the index. */
  constructor({ units, before, after }) {
    this.units = new Map(units.map(([name, kind, size]) => [name, { name, kind, size }]));
    this.names = new Map();
    for (const [name, , , ...more] of units) for (const w of [name, ...more]) this.names.set(w, name);
    const either = (words) => words.sort(byLength).map(escaped).join("|");
    const words = either([...this.names.keys()]);
    // Of words that end at one place the longest begins first, so that it is found.
    this.before = new Map(before);
    this.beforeEnd = new RegExp(`(?:${either([...this.before.keys()])})$`);
    this.after = new Map(after);
    this.afterStart = new RegExp(either([...this.after.keys()]), "y");
    this.reach = Math.max(...before.map(([word]) => word.length));
    this.number = new RegExp(
      "([0-9]{1,2}):([0-9]{2})(?![0-9])" +
        `|(?:([0-9]+(?:\\.[0-9]+)?)([百千万亿]*)|([${HAN}]+|半))[多余]?(${words})?(半)?`,
      "g",
    );
  }

  /** All figures, in order. Numbers in digits without unit only if `bare`. */
  find(folded, bare = false) {
    const found = [];
    let before = null;
    for (const match of folded.matchAll(this.number)) {
      const start = match.index;
      const end = start + match[0].length;
      if (start && folded[start - 1] === "第") continue;
      if (match[1]) {
        const hours = Number(match[1]) + Number(match[2]) / 60;
        found.push({ value: hours, unit: CLOCK, op: "=", start, end, last: hours });
        continue;
      }
      const unit = this.names.get(match[6]) ?? "";
      let value = valueOf(match);
      if (value === null) continue;
      if (match[7]) value += 0.5;
      let last = { value, unit, op: this.op(folded, start, end), start, end, last: value };
      if (before && joined(before, unit, value, folded.slice(before.end, start))) {
        if (found.at(-1) === before) found.pop();
        last = { ...last, value: before.value, op: "-", start: before.start };
      }
      before = last;
      if (unit || (bare && match[3] && !match[7])) found.push(last);
    }
    return found;
  }

  op(folded, start, end) {
    const before = this.beforeEnd.exec(folded.slice(Math.max(0, start - this.reach), start));
    if (before) return this.before.get(before[0]);
    this.afterStart.lastIndex = end;
    const after = this.afterStart.exec(folded);
    return after ? this.after.get(after[0]) : "=";
  }

  kind(figure) {
    return this.units.get(figure.unit).kind;
  }

  /** How well a figure of a text answers one of a query: 1 the same … 0 nothing to do. */
  alike(asked, found) {
    if (asked.unit === "") return asked.value === found.value ? 0.7 : 0;
    const own = this.units.get(asked.unit);
    const other = this.units.get(found.unit);
    if (!other || other.kind !== own.kind) return 0;
    if (other !== own && !["duration", "length", "percent"].includes(own.kind)) return 0;
    const a = asked.value * own.size;
    const b = found.value * other.size;
    if (a === b) {
      const exact = own === other ? 1 : 0.9;
      return asked.op === found.op || asked.op === "=" ? exact : 0.85 * exact;
    }
    if (found.op === "-") return a <= found.last * other.size && a >= b ? 0.6 : 0;
    if (asked.op === "=" && found.op !== "=" && (found.op[0] === ">" ? a > b : a < b)) return 0.3;
    return 0;
  }
}

function joined(low, unit, value, between) {
  return low.op === "=" && ["", unit].includes(low.unit) && low.value < value && ["~", "至", "到"].includes(between);
}

function valueOf(match) {
  if (match[3]) {
    let value = Number(match[3]);
    for (const scale of match[4]) value *= SCALE[scale];
    return value;
  }
  if (match[5] === "半") return 0.5;
  const whole = parse(match[5]);
  return whole === null || whole > LARGEST ? null : Number(whole);
}

export const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
