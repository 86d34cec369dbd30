// Exact numbers: a BigInt, or a ratio of two where it is not whole.

/** n/d in lowest terms, d > 1. */
export class Ratio {
  constructor(n, d) {
    this.n = n;
    this.d = d;
  }
}

/** The number n/d; d is not 0. */
export function ratio(n, d) {
  if (d < 0n) [n, d] = [-n, -d];
  if (n % d === 0n) return n / d;
  let [a, b] = [n < 0n ? -n : n, d];
  while (b) [a, b] = [b, a % b];
  return new Ratio(n / a, d / a);
}

const whole = (number) => typeof number === "bigint";
export const isNumber = (value) => typeof value === "bigint" || value instanceof Ratio;
export const isWhole = whole;
const top = (number) => (whole(number) ? number : number.n);
const bottom = (number) => (whole(number) ? 1n : number.d);

export function add(a, b) {
  if (whole(a) && whole(b)) return a + b;
  return ratio(top(a) * bottom(b) + top(b) * bottom(a), bottom(a) * bottom(b));
}

export function subtract(a, b) {
  return whole(a) && whole(b) ? a - b : add(a, negate(b));
}

export const negate = (number) => (whole(number) ? -number : new Ratio(-number.n, number.d));

export function multiply(a, b) {
  return whole(a) && whole(b) ? a * b : ratio(top(a) * top(b), bottom(a) * bottom(b));
}

/** The exact quotient; `b` is not 0. */
export const divide = (a, b) => ratio(top(a) * bottom(b), bottom(a) * top(b));

/** Below 0, 0 or above 0 as `a` is less than, equal to or more than `b`. */
export function order(a, b) {
  const [left, right] = whole(a) && whole(b) ? [a, b] : [top(a) * bottom(b), top(b) * bottom(a)];
  return left < right ? -1 : left > right ? 1 : 0;
}

export const absolute = (number) => (order(number, 0n) < 0 ? negate(number) : number);

/** The largest whole number that is not above it. */
export function floor(number) {
  if (whole(number)) return number;
  const quotient = number.n / number.d;
  return number.n < 0n ? quotient - 1n : quotient;
}

export const ceil = (number) => negate(floor(negate(number)));

/** Without what follows the point. */
export const truncate = (number) => (whole(number) ? number : number.n / number.d);

/** The quotient of whole numbers, rounded down. */
export const floorDivide = (a, b) => floor(ratio(a, b));

/** The nearest whole number; halves away from zero. */
export function halfUp(number) {
  if (whole(number)) return number;
  const doubled = (number.n < 0n ? -number.n : number.n) * 2n + number.d;
  const rounded = doubled / (2n * number.d);
  return number.n < 0n ? -rounded : rounded;
}

/** The number that a decimal string writes. */
export function fromDecimal(text) {
  const [head, tail = ""] = text.split(".");
  return ratio(BigInt(head + tail), 10n ** BigInt(tail.length));
}

/** A decimal string: exact where it ends within 12 digits, else rounded to two. */
export function decimal(number) {
  if (whole(number)) return String(number);
  for (let places = 1; places <= 12; places++) {
    const scaled = multiply(number, 10n ** BigInt(places));
    if (whole(scaled)) return point(scaled, places);
  }
  const text = point(halfUp(multiply(number, 100n)), 2);
  return text.replace(/0+$/, "").replace(/\.$/, "");
}

function point(scaled, places) {
  const negative = scaled < 0n;
  const digits = String(negative ? -scaled : scaled).padStart(places + 1, "0");
  return `${negative ? "-" : ""}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
