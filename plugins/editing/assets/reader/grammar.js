// What the reader takes from the Python grammar: plugins/editing/grammar.py writes it.

const held = JSON.parse(globalThis.handbookGrammar);

/** A table of the grammar. */
export const table = (name) => held[name];

/** A pattern; `flags` besides `u`. */
export const pattern = (name, flags = "") => new RegExp(held.patterns[name], `u${flags}`);

/** A pattern that has to match the whole text. */
export const whole = (name) => new RegExp(`^(?:${held.patterns[name]})$`, "u");

/** The match of a sticky pattern at an offset, or null: Python's `pattern.match(text, at)`. */
export function matchAt(sticky, text, at = 0) {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

/** `text` with each character of `from` made the one of `to`. */
export function translator([from, to]) {
  const map = new Map([...from].map((char, i) => [char, [...to][i]]));
  return (text) => {
    let out = "";
    for (const char of text) out += map.get(char) ?? char;
    return out;
  };
}
