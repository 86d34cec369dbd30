// The parts of a sharded index that have been loaded, and those that are wanted.

/** Thrown where an answer needs parts that are not there yet. */
const WAIT = Object.assign(new Error("wait"), { waits: true });
// Parts kept in memory.
const MOST = 600;

export class Parts {
  constructor() {
    this.loaded = new Map();
    this.wanted = new Set();
    /** Names of parts that could not be loaded, or are damaged. */
    this.lost = new Set();
  }

  /** What `read` makes of a part, once; undefined while it is not there: it is wanted then. */
  get(name, read) {
    const found = this.loaded.get(name);
    if (!found) {
      this.wanted.add(name);
      return undefined;
    }
    // The last used stays longest.
    this.loaded.delete(name);
    this.loaded.set(name, found);
    if (!found.read) {
      try {
        found.value = read(found.text);
      } catch {
        this.lost.add(name);
        found.value = read("");
      }
      found.read = true;
      found.text = "";
    }
    return found.value;
  }

  /** Keeps a part that arrived; "" for one that will not. */
  put(name, text) {
    this.loaded.set(name, { text, read: false });
    this.wanted.delete(name);
  }

  has(name) {
    return this.loaded.has(name);
  }

  lose(name) {
    this.lost.add(name);
    this.put(name, "");
  }

  /** Lets go of the parts that were not used for longest, between two queries. */
  trim() {
    for (const name of this.loaded.keys()) {
      if (this.loaded.size <= MOST) break;
      this.loaded.delete(name);
    }
  }

  /** Throws where something is wanted. */
  wait() {
    if (this.wanted.size) throw WAIT;
  }
}
