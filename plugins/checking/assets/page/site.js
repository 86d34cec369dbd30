// Addresses of the site, and scripts loaded when they are needed.

export const LOCAL = location.protocol === "file:";

/** Loads a classic script; rejects where there is none. */
export function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.fetchPriority = "high"; // somebody waits for it, and browsers put added scripts last
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(src));
    document.head.append(script);
  });
}

/** The site that a page of it stands in. */
export class Site {
  /** `root`: path to the site's root; `files`: JSON {engine, forms, batch, books, texts}. */
  constructor({ root, files, build }) {
    this.base = new URL(`${root}/`, location.href);
    this.files = JSON.parse(files);
    this.build = build;
  }

  /** The address of a path below the root. */
  address(path) {
    const url = new URL(path, this.base);
    // No server to add it
    if (LOCAL && url.pathname.endsWith("/")) url.pathname += "index.html";
    return url.href;
  }

  /** Loads a file until `there()` says so; tries again once, past every cache. */
  async load(path, there) {
    if (there()) return true;
    const src = this.address(path);
    await loadScript(src).catch(() => {});
    if (!there()) await loadScript(`${src}?${Date.now()}`).catch(() => {});
    return there();
  }
}
