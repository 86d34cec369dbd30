// Working days: checker/calendar.py.

import { LAST } from "./days.js";

// Spans longer than this many days are counted by whole weeks.
const FAR = 800;
const weekend = (day) => day % 7 === 6 || day % 7 === 0;

/** Working days: Monday to Friday, corrected by holidays and make-up days. Days are numbers. */
export class Calendar {
  /** Runs of days: [first, how many]. */
  constructor(holidays = [], workdays = []) {
    this.holidays = days(holidays);
    this.workdays = days(workdays);
  }

  isWorking(day) {
    return this.workdays.has(day) || (!weekend(day) && !this.holidays.has(day));
  }

  /** Working days from `first` to `last`, both included; 0 where `last` is earlier. */
  count(first, last) {
    if (last - first > FAR) {
      const weeks = Math.floor((last - first) / 7);
      const middle = first + weeks * 7;
      let found = weeks * 5;
      for (const day of this.workdays) if (first <= day && day < middle && weekend(day)) found++;
      for (const day of this.holidays) {
        if (first <= day && day < middle && !weekend(day) && !this.workdays.has(day)) found--;
      }
      return found + this.count(middle, last);
    }
    let found = 0;
    for (let day = first; day <= last; day++) if (this.isWorking(day)) found++;
    return found;
  }

  /** The first working day from `day` on. */
  onOrAfter(day) {
    while (!this.isWorking(day) && day < LAST) day++;
    return day;
  }

  /** The `count`-th working day after `day`; `day` itself for 0, the last day if none is. */
  after(day, count) {
    while (count > 0 && day < LAST) {
      const last = Math.min(day + count, LAST);
      count -= this.count(day + 1, last);
      day = last;
    }
    return day;
  }
}

function days(runs) {
  const found = new Set();
  for (const [first, count] of runs) for (let i = 0; i < count; i++) found.add(first + i);
  return found;
}
