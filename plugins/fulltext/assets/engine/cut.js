// Cutting a folded query into words: docs/search-format.md, 三.

/** The pieces in order, separators left out: {text, start, end, known}. */
export function cut(folded, vocabulary, longest) {
  const n = folded.length;
  const pieces = [0];
  const squares = [0];
  const back = [0];
  for (let end = 1; end <= n; end++) {
    pieces[end] = pieces[end - 1] + 1;
    squares[end] = squares[end - 1] - 4;
    back[end] = end - 1;
    const run = runLength(folded, end);
    const most = run < 2 ? Math.min(longest, end) : run;
    for (let length = run < 2 ? 2 : run; length <= most; length++) {
      const start = end - length;
      if (run < 2 && !vocabulary.has(folded.slice(start, end))) continue;
      const count = pieces[start] + 1;
      const square = squares[start] + length * length;
      if (count < pieces[end] || (count === pieces[end] && square >= squares[end])) {
        pieces[end] = count;
        squares[end] = square;
        back[end] = start;
      }
    }
  }
  const found = [];
  for (let end = n; end; end = back[end]) {
    const text = folded.slice(back[end], end);
    if (text !== " " && text !== "~") found.push({ text, start: back[end], end, known: vocabulary.has(text) });
  }
  return found.reverse();
}

function runLength(folded, end) {
  const kind = kindOf(folded[end - 1]);
  if (!kind) return 0;
  let start = end - 1;
  while (start && kindOf(folded[start - 1]) === kind) start--;
  return end - start;
}

function kindOf(char) {
  if ((char >= "0" && char <= "9") || char === "." || char === ":") return 1;
  return char >= "a" && char <= "z" ? 2 : 0;
}
