// What differs between two versions, provision by provision; as handbook/comparing/changes.py.

const [NUMBER, ABOVE, ID, CITE, SHOWN, SENSE, WORDS, LABEL_SENSE, LABEL] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

export const KINDS = ["新增", "删去", "文字", "编号", "位置", "仅格式"];

/**
 * Rows {kinds, old, new} in the order of the new text, what is gone after what it followed in the
 * old one; `following`: how many others have only another address.
 */
export function differences(before, after) {
  const places = new Map(before.map((row, at) => [row[NUMBER], at]));
  const there = new Map(after.map((row, at) => [row[NUMBER], at]));
  const moved = outOfPlace(before, after, places);
  const rows = [];
  let following = 0;
  const gone = new Map();
  let last = -1;
  before.forEach((row, at) => {
    if (there.has(row[NUMBER])) last = there.get(row[NUMBER]);
    else gone.set(last, [...(gone.get(last) ?? []), at]);
  });
  const lost = (at) => {
    for (const one of gone.get(at) ?? []) {
      if (before[one][SHOWN]) rows.push({ kinds: ["删去"], old: side(before[one]), new: null });
    }
  };
  lost(-1);
  after.forEach((row, at) => {
    const place = places.get(row[NUMBER]);
    if (place === undefined) {
      if (row[SHOWN]) rows.push({ kinds: ["新增"], old: null, new: side(row) });
    } else {
      const old = before[place];
      const kinds = kindsOf(old, row, moved.has(at) || elsewhere(old, row, before, after, there));
      if (kinds.length) rows.push({ kinds, old: side(old), new: side(row) });
      else if (old[ID] !== row[ID]) following += 1;
    }
    lost(at);
  });
  return { rows, following };
}

const side = (row) => ({ id: row[ID], cite: row[CITE], words: row[SHOWN] });

function kindsOf(old, row, moved) {
  const kinds = [];
  if (old[SENSE] !== row[SENSE]) kinds.push("文字");
  if (old[LABEL_SENSE] !== row[LABEL_SENSE]) kinds.push("编号");
  if (moved) kinds.push("位置");
  if (!kinds.length && (old[WORDS] !== row[WORDS] || old[LABEL] !== row[LABEL])) kinds.push("仅格式");
  return kinds;
}

/** Whether it stands below another provision than that which the one above it has become. */
function elsewhere(old, row, before, after, there) {
  if (old[ABOVE] < 0) return false;
  const above = there.get(before[old[ABOVE]][NUMBER]);
  return above !== undefined && above !== row[ABOVE];
}

/** Places in the new text of what changed its order among those of one provision. */
function outOfPlace(before, after, places) {
  const groups = new Map();
  after.forEach((row, at) => {
    const place = places.get(row[NUMBER]);
    if (place === undefined) return;
    const key = `${before[place][ABOVE]} ${row[ABOVE]}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push([place, at]);
  });
  const moved = new Set();
  for (const items of groups.values()) for (const at of notRising(items)) moved.add(at);
  return moved;
}

/** What does not belong to a longest increasing run (Fredman 1975). */
function notRising(items) {
  const [ends, chosen, back] = [[], [], []];
  items.forEach(([place], n) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] < place) low = middle + 1;
      else high = middle;
    }
    back.push(low ? chosen[low - 1] : -1);
    ends[low] = place;
    chosen[low] = n;
  });
  const kept = new Set();
  for (let n = chosen.length ? chosen.at(-1) : -1; n >= 0; n = back[n]) kept.add(n);
  return items.filter((_, n) => !kept.has(n)).map(([, at]) => at);
}
