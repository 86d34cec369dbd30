// Day numbers as Python's date.toordinal counts them: 1 is 1 January of the year 1.

const BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const CENTURIES = 146097;

const leap = (year) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** The number of days of a month. */
export const monthLength = (year, month) => LENGTHS[month - 1] + (month === 2 && leap(year) ? 1 : 0);

/** The day number of a date; null where there is no such day. */
export function toOrdinal(year, month, day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12) return null;
  if (day < 1 || day > monthLength(year, month)) return null;
  const past = year - 1;
  const leaps = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  return past * 365 + leaps + BEFORE[month - 1] + (month > 2 && leap(year) ? 1 : 0) + day;
}

export const LAST = toOrdinal(9999, 12, 31);

/** Year, month and day of a day number. */
export function fromOrdinal(ordinal) {
  const count = ordinal - 1;
  let year = Math.floor(count / CENTURIES) * 400 + 1;
  let rest = count % CENTURIES;
  const centuries = Math.min(Math.floor(rest / 36524), 3);
  rest -= centuries * 36524;
  const fours = Math.floor(rest / 1461);
  rest -= fours * 1461;
  const years = Math.min(Math.floor(rest / 365), 3);
  rest -= years * 365;
  year += centuries * 100 + fours * 4 + years;
  let month = 1;
  while (rest >= monthLength(year, month)) rest -= monthLength(year, month++);
  return { year, month, day: rest + 1 };
}

const padded = (number, width) => String(number).padStart(width, "0");

/** 2024-05-31. */
export function isoformat(ordinal) {
  const { year, month, day } = fromOrdinal(ordinal);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** The day number of 2024-05-31; null where it is none. */
export function fromIso(text) {
  const found = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  return found && toOrdinal(Number(found[1]), Number(found[2]), Number(found[3]));
}

/** The present day where the browser is. */
export function today() {
  const now = new Date();
  return toOrdinal(now.getFullYear(), now.getMonth() + 1, now.getDate());
}
