// Ends of texts counted in characters as Python counts them, not in units of UTF-16.

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

/** The last `count` characters. */
export function last(text, count) {
  if (text.length <= count) return text;
  const cut = text.slice(-2 * count);
  return PAIR.test(cut) ? [...cut].slice(-count).join("") : text.slice(-count);
}
