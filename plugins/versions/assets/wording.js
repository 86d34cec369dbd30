// Which characters differ between two wordings.

//: More pairs than this are compared by clauses, and if they are too many as well, not at all.
const MOST = 4_000_000;
const CHARACTERS = /[0-9０-９]+(?:[.,．，][0-9０-９]+)*|[A-Za-z]+|./gsu;
const CLAUSES = /[^，。；：\n]*[，。；：\n]?/gu;

/** Parts [mark, text] of `old` and `new` in order; mark: "=" in both, "-" only old, "+" only new. */
export function parts(old, now) {
  return tidy(differing(split(old, CHARACTERS), split(now, CHARACTERS), old, now));
}

const split = (text, unit) => text.match(unit)?.filter((part) => part) ?? [];

function differing(one, other, old, now) {
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start += 1;
  let end = 0;
  while (
    end < one.length - start && end < other.length - start &&
    one.at(-1 - end) === other.at(-1 - end)
  ) end += 1;
  const left = one.slice(start, one.length - end);
  const right = other.slice(start, other.length - end);
  let middle;
  if (left.length * right.length <= MOST) middle = common(left, right);
  else if (old !== null) middle = differing(split(left.join(""), CLAUSES), split(right.join(""), CLAUSES), null);
  else middle = [...left.map((part) => ["-", part]), ...right.map((part) => ["+", part])];
  const same = (list) => list.map((part) => ["=", part]);
  return [...same(one.slice(0, start)), ...middle, ...same(one.slice(one.length - end))];
}

/** By a longest common subsequence (Wagner and Fischer 1974). */
function common(left, right) {
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = left[i] === right[j]
        ? lengths[(i + 1) * width + j + 1] + 1
        : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const found = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      found.push(["=", left[i]]);
      i += 1;
      j += 1;
    } else if (j >= right.length || (i < left.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
      found.push(["-", left[i]]);
      i += 1;
    } else {
      found.push(["+", right[j]]);
      j += 1;
    }
  }
  return found;
}

/** Joins neighbours; one or two characters that stayed between changes are no help to a reader. */
function tidy(found) {
  const made = [];
  let [old, now, same] = ["", "", ""];
  const close = () => {
    if (old) made.push(["-", old]);
    if (now) made.push(["+", now]);
    [old, now] = ["", ""];
  };
  for (const [mark, text] of found) {
    if (mark === "=") {
      same += text;
      continue;
    }
    if (same && (old || now) && [...same].length < 3 && (old && now)) {
      old += same;
      now += same;
    } else if (same) {
      close();
      made.push(["=", same]);
    }
    same = "";
    if (mark === "-") old += text;
    else now += text;
  }
  close();
  if (same) made.push(["=", same]);
  return made;
}
