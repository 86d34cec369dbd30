// Zip files: their parts read as streams, within bounds; and written.
//
// The format is that of PKWARE's APPNOTE; what spreadsheet programs do not write (encryption, other
// methods, more than 4 GB) is refused.

import { Refused } from "./refused.js";

const DAMAGED = "不是完好的 XLSX 文件（也许有密码）";
export const TOO_LARGE = "XLSX 文件展开后太大，不读取；请存成 CSV";
/** Bytes of one part, unpacked. */
const LARGEST = 400 * 2 ** 20;
// How much smaller packed than unpacked
const PACKED = 200;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const UTF8 = 0x800;

const TABLE = new Uint32Array(256).map((_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n;
});

/** The CRC-32 of bytes, going on from that of the bytes before. */
export function crc32(bytes, before = 0) {
  let sum = ~before;
  for (let i = 0; i < bytes.length; i++) sum = TABLE[(sum ^ bytes[i]) & 0xff] ^ (sum >>> 8);
  return ~sum >>> 0;
}

const viewOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** A part: name, method, flags, crc, packed and unpacked size, and where it stands. */
export class Zip {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    this.parts = new Map();
    try {
      this.list();
    } catch (error) {
      if (error instanceof RangeError) throw new Refused(DAMAGED);
      throw error;
    }
  }

  list() {
    const { view, bytes } = this;
    let end = bytes.length - 22;
    for (const last = Math.max(0, end - 65535); end >= last; end--) {
      if (view.getUint32(end, true) === END) break;
      if (end === last) end = -1;
    }
    if (end < 0) throw new Refused(DAMAGED);
    const [size, offset] = [view.getUint32(end + 12, true), view.getUint32(end + 16, true)];
    const before = end - size - offset; // what may stand before the first part
    if (before < 0) throw new Refused(DAMAGED);
    for (let at = offset + before; at < end; ) {
      if (view.getUint32(at, true) !== CENTRAL) throw new Refused(DAMAGED);
      const part = this.part(at, before);
      this.parts.set(part.name, part);
      at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
  }

  part(at, before) {
    const { view, bytes } = this;
    const raw = bytes.subarray(at + 46, at + 46 + view.getUint16(at + 28, true));
    const part = {
      raw,
      name: new TextDecoder().decode(raw),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      local: view.getUint32(at + 42, true) + before,
    };
    const bomb = part.size > 2 ** 20 && part.size > PACKED * Math.max(part.packed, 1);
    if (part.size > LARGEST || bomb) throw new Refused(TOO_LARGE);
    return part;
  }

  /** The bytes of a part as they are packed. */
  held(part) {
    const { view, bytes } = this;
    try {
      const name = view.getUint16(part.local + 26, true);
      const start = part.local + 30 + name + view.getUint16(part.local + 28, true);
      const own = bytes.subarray(part.local + 30, part.local + 30 + name);
      const same = own.length === part.raw.length && own.every((byte, i) => byte === part.raw[i]);
      const whole = start + part.packed <= bytes.length;
      if (view.getUint32(part.local, true) === LOCAL && same && whole) {
        return bytes.subarray(start, start + part.packed);
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    throw new Refused(DAMAGED);
  }

  /** The bytes of a part, piece by piece. */
  async *read(name, most = LARGEST) {
    const part = this.parts.get(name);
    if (!part || part.flags & 1 || (part.method !== 0 && part.method !== 8)) throw new Refused(DAMAGED);
    let [total, sum] = [0, 0];
    const stored = new Blob([this.held(part)]).stream();
    const stream = part.method ? stored.pipeThrough(new DecompressionStream("deflate-raw")) : stored;
    const reader = stream.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        total += value.length;
        if (total > most) throw new Refused(TOO_LARGE);
        sum = crc32(value, sum);
        yield value;
      }
    } catch (error) {
      throw error instanceof TypeError ? new Refused(DAMAGED) : error; // a stream that cannot be unpacked
    } finally {
      reader.cancel().catch(() => {});
    }
    if (total !== part.size || sum !== part.crc) throw new Refused(DAMAGED);
  }
}

/** Writes a zip file from parts as they are, and parts made of texts. */
export class ZipWriter {
  constructor() {
    this.pieces = [];
    this.central = [];
    this.at = 0;
  }

  /** Takes over a part of another file. */
  copy(zip, part) {
    this.write(part.raw, part.flags & UTF8, part.method, part.crc, zip.held(part), part.size);
  }

  /** Adds a part made of texts, which come one after the other. */
  async add(name, texts) {
    let [sum, size] = [0, 0];
    const encoder = new TextEncoder();
    const stream = new CompressionStream("deflate-raw");
    const packed = new Response(stream.readable).arrayBuffer();
    const writer = stream.writable.getWriter();
    for await (const text of texts) {
      const piece = encoder.encode(text);
      sum = crc32(piece, sum);
      size += piece.length;
      await writer.write(piece);
    }
    await writer.close();
    this.write(encoder.encode(name), UTF8, 8, sum, new Uint8Array(await packed), size);
  }

  write(name, flags, method, crc, packed, size) {
    const head = new Uint8Array(30 + name.length);
    const view = viewOf(head);
    view.setUint32(0, LOCAL, true);
    this.describe(view, 4, { flags, method, crc, packed: packed.length, size, name: name.length });
    head.set(name, 30);
    const entry = new Uint8Array(46 + name.length);
    const own = viewOf(entry);
    own.setUint32(0, CENTRAL, true);
    own.setUint16(4, 20, true);
    this.describe(own, 6, { flags, method, crc, packed: packed.length, size, name: name.length });
    own.setUint32(42, this.at, true);
    entry.set(name, 46);
    this.central.push(entry);
    this.pieces.push(head, packed);
    this.at += head.length + packed.length;
  }

  /** What the head of a part and its entry in the list have in common; dated 1 January 1980. */
  describe(view, at, { flags, method, crc, packed, size, name }) {
    view.setUint16(at, 20, true);
    view.setUint16(at + 2, flags, true);
    view.setUint16(at + 4, method, true);
    view.setUint32(at + 6, 0x00210000, true);
    view.setUint32(at + 10, crc, true);
    view.setUint32(at + 14, packed, true);
    view.setUint32(at + 18, size, true);
    view.setUint16(at + 22, name, true);
  }

  /** The file. */
  end(type) {
    const size = this.central.reduce((sum, entry) => sum + entry.length, 0);
    const end = new Uint8Array(22);
    const view = viewOf(end);
    view.setUint32(0, END, true);
    view.setUint16(8, this.central.length, true);
    view.setUint16(10, this.central.length, true);
    view.setUint32(12, size, true);
    view.setUint32(16, this.at, true);
    return new Blob([...this.pieces, ...this.central, end], { type });
  }
}
