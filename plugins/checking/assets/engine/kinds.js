// Static types, and values as a clerk reads them: checker/kinds.py, checker/units.py.
//
// A value is a truth, an exact number in base steps of its unit, a text, a list of texts, or null for
// "not known". Dates are day numbers, times are minutes since midnight.

import { isoformat } from "./days.js";
import { decimal, divide, floorDivide, halfUp, isNumber, multiply, ratio } from "./numbers.js";

const MONEY = "元1";

export class Unit {
  /** Name, base steps in one of it as a ratio, dimensions. */
  constructor([name, n, d, dims]) {
    this.name = name;
    this.scale = ratio(BigInt(n), BigInt(d));
    this.dims = dims;
  }

  /** The value in base steps of `number` of this unit. */
  base(number) {
    return multiply(number, this.scale);
  }

  /** A base value as a decimal string. */
  text(value) {
    return decimal(divide(value, this.scale));
  }

  /** A base value as people read it: 70 元, 1.5 天, 90%. */
  shown(value) {
    const text = this.text(value);
    if (this.name === "%") return `${text}%`;
    return this.name ? `${text} ${this.name}` : text;
  }
}

const two = (number) => String(number).padStart(2, "0");

function clock(minutes) {
  const hours = floorDivide(minutes, 60n);
  return `${two(hours)}:${two(minutes - hours * 60n)}`;
}

const SHOWN = {
  是非: (value) => (value ? "是" : "否"),
  列表: (value) => value.join("、") || "无",
  日期: (value) => isoformat(Number(value)),
  时刻: clock,
  月日: (value) => `${value / 100n}月${value % 100n}日`,
};

export class Type {
  constructor([kind, ...unit]) {
    this.kind = kind;
    this.unit = new Unit(unit);
  }

  /** A value as a clerk reads it: 70 元, 2024-05-31, 电话. */
  shown(value) {
    if (value === null) return "未填";
    if (this.kind === "数") return this.unit.shown(value);
    return (SHOWN[this.kind] ?? String)(value);
  }
}

/** An expression that is shown: its value, type and formula. */
export class Measure {
  constructor(node, type, formula) {
    this.node = node;
    this.type = type;
    this.formula = formula;
  }

  /** A value as a clerk reads it; amounts are rounded to 分. */
  shown(value) {
    return this.type.shown(this.rounded(value));
  }

  /** A number as a decimal string in its unit; null for anything else. */
  decimal(value) {
    return this.type.kind === "数" && isNumber(value) ? this.type.unit.text(this.rounded(value)) : null;
  }

  rounded(value) {
    return this.type.unit.dims === MONEY && isNumber(value) ? halfUp(value) : value;
  }

  /** The measure in the unit of another where both count the same: minutes as hours. */
  like(other) {
    const [own, wanted] = [this.type, other.type];
    const alike = own.kind === "数" && wanted.kind === "数" && own.unit.dims === wanted.unit.dims;
    return alike ? new Measure(this.node, wanted, this.formula) : this;
  }
}
