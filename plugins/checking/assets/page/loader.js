// The engine and its data: loaded once, and a reason in words where that fails.

export const MISSING = "核对用的数据没有装上：文件缺失或损坏，也可能手册刚刚更新过。";
export const OUTDATED = "手册已经更新，这一页或这一份规则是以前的，不能放在一起用。请重新载入本页。";

/** The engine could not be used; the message is for the reader. */
export class Unusable extends Error {}

const engine = () => globalThis.handbookCheck;

export class Loader {
  constructor(site) {
    this.site = site;
    this.opened = null;
    this.books = new Map();
    this.held = new Map();
    // What the files of texts call; a damaged one is as good as none.
    globalThis.handbookTexts = (body, text) => {
      try {
        this.held.set(body, JSON.parse(text));
      } catch {
        // Told where a provision is opened
      }
    };
  }

  /** The forms as published. Throws Unusable. */
  open() {
    return this.once("opened", async () => {
      const { files } = this.site;
      if (!(await this.site.load(files.engine, () => Boolean(engine())))) throw new Unusable(MISSING);
      const ready = () => engine().state().forms === "ready";
      if (!(await this.site.load(files.forms, ready))) throw new Unusable(MISSING);
      const forms = engine().forms();
      if (forms.build !== this.site.build) throw new Unusable(OUTDATED);
      return forms;
    });
  }

  /** Loads the rule book of a body, once however often it is asked for. Throws Unusable. */
  book(body) {
    if (!this.books.has(body)) {
      const coming = this.bookOf(body).catch((error) => {
        this.books.delete(body);
        throw error;
      });
      this.books.set(body, coming);
    }
    return this.books.get(body);
  }

  async bookOf(body) {
    await this.open();
    const there = () => engine().has(body);
    const early = globalThis.handbookEarly; // by ahead.js
    if (!there() && early?.body === body) await early.fetched;
    if (await this.site.load(this.site.files.books[body], there)) return;
    throw new Unusable(engine().state().books[body] === "foreign" ? OUTDATED : MISSING);
  }

  /** The texts of the provisions of a body; null where they cannot be had. */
  async texts(body) {
    const there = () => this.held.has(body);
    await this.site.load(this.site.files.texts[body], there);
    return this.held.get(body) ?? null;
  }

  /** The part of the page that checks whole tables. Throws Unusable. */
  async batch() {
    const there = () => Boolean(globalThis.handbookBatch);
    if (!(await this.site.load(this.site.files.batch, there))) throw new Unusable(MISSING);
    return globalThis.handbookBatch;
  }

  /** Does it once; a failure may be tried again. */
  once(name, work) {
    this[name] ??= work().catch((error) => {
      this[name] = null;
      throw error;
    });
    return this[name];
  }
}
