// The form in which texts and queries are compared: docs/search-format.md, 一.

const KEPT = [
  [0x30, 0x39], [0x61, 0x7a], [0xdf, 0xf6], [0xf8, 0x24f], [0x370, 0x4ff],
  [0x3400, 0x9fff], [0xf900, 0xfaff], [0x3005, 0x3007],
];
const DROPPED = [
  [0x00, 0x20], [0x7f, 0xa0], [0xad, 0xad], [0x180e, 0x180e], [0x2000, 0x200f],
  [0x2028, 0x202f], [0x205f, 0x206f], [0x3000, 0x3000], [0xfe00, 0xfe0f], [0xfeff, 0xfeff],
];
const SEP = 0x20;
const BREAK = 0x0a;
// Stands between values that are folded in one go
const BETWEEN = "\uffff";
const POINT = 0x2e;
const COMMA = 0x2c;
const COLON = 0x3a;
const DASH = 0x7e;
const DASHES = [0x2d, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x301c, DASH];

export class Folder {
  /** `variants`: strings of the usual character and then its other forms. */
  constructor(variants) {
    const table = new Uint16Array(0x10000).fill(SEP);
    for (const [low, high] of DROPPED) table.fill(0, low, high + 1);
    for (const [low, high] of KEPT) for (let c = low; c <= high; c++) table[c] = c;
    const usual = new Map();
    for (const line of variants) for (const other of line.slice(1)) usual.set(other, line[0]);
    for (const [other, char] of usual) {
      const code = other.charCodeAt(0);
      if (table[code] === code) table[code] = (usual.get(char) ?? char).charCodeAt(0);
    }
    for (const c of [POINT, COMMA, COLON, 0x25]) table[c] = c;
    for (const c of DASHES) table[c] = DASH;
    for (let c = 0x41; c <= 0x5a; c++) table[c] = table[c + 0x20];
    for (let c = 0xff01; c <= 0xff5e; c++) table[c] = table[c - 0xfee0];
    this.table = table;
    this.room(4096);
  }

  room(length) {
    this.mapped = new Uint16Array(length);
    this.out = new Uint16Array(length);
    this.from = new Uint32Array(length);
  }

  /** The folded text; the offset in `text` of each of its characters goes into `offsets`. */
  fold(text, offsets) {
    if (text.length > this.mapped.length) this.room(text.length * 2);
    const { table, mapped, out, from } = this;
    let n = 0;
    for (let i = 0; i < text.length; i++) {
      const c = table[text.charCodeAt(i)];
      if (c) {
        from[n] = i;
        mapped[n++] = c;
      }
    }
    let m = 0;
    for (let i = 0; i < n; i++) {
      let c = mapped[i];
      if (c === POINT || c === COMMA || c === COLON || c === DASH) c = inContext(mapped, i, n);
      if (!c || (c === SEP && (!m || out[m - 1] === SEP || out[m - 1] === BREAK))) continue;
      if (c === BREAK && m && out[m - 1] === SEP) m--;
      if (offsets) offsets.push(from[i]);
      out[m++] = c;
    }
    if (m && out[m - 1] === SEP) {
      m--;
      if (offsets) offsets.pop();
    }
    return m < 1000 ? String.fromCharCode.apply(null, out.subarray(0, m)) : decode(out.subarray(0, m));
  }

  /** All values folded, a line break between them: much faster than one by one. */
  foldAll(values) {
    const between = BETWEEN.charCodeAt(0);
    this.table[between] = BREAK;
    const folded = this.fold(values.map((value) => value.replaceAll(BETWEEN, ";")).join(BETWEEN));
    this.table[between] = SEP;
    return folded;
  }
}

/** The text that UTF-16 units make up. */
export const decode = (units) => new TextDecoder("utf-16le", { ignoreBOM: true }).decode(units);

/** What becomes of `.`, `:`, `~` or `,`: itself, nothing or a separator. */
function inContext(mapped, i, n) {
  const digit = (k) => k >= 0 && k < n && mapped[k] >= 0x30 && mapped[k] <= 0x39;
  if (mapped[i] === DASH) return digit(i + 1) ? DASH : SEP;
  if (!digit(i - 1)) return SEP;
  if (mapped[i] !== COMMA) return digit(i + 1) ? mapped[i] : SEP;
  return digit(i + 1) && digit(i + 2) && digit(i + 3) && !digit(i + 4) ? 0 : SEP;
}

/** A folded text without separators. */
export const squeeze = (folded) => folded.replace(/[ .:~]/g, "");
