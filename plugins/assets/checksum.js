// The check sum that data files carry: handbook/search/shards/codec.py.

/** Adler-32 of a text's UTF-16 units, low byte first; damaged files are told by it. */
export function adler(text) {
  let [a, b] = [1, 0];
  for (let i = 0; i < text.length; ) {
    for (const end = Math.min(text.length, i + 1000); i < end; i++) {
      const code = text.charCodeAt(i);
      a += code & 0xff;
      b += a;
      a += code >> 8;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}
