// The engine and its index: in a worker; where that cannot be, in the page, in short slices.

// Milliseconds of work between two pauses
const SLICE = 12;

const pause = () => new Promise((resolve) => setTimeout(resolve));

/** Does the steps of a generator, pausing so that the page stays quick. */
async function inSlices(steps) {
  let until = performance.now() + SLICE;
  let step = steps.next();
  while (!step.done) {
    if (performance.now() > until) {
      await pause();
      until = performance.now() + SLICE;
    }
    step = steps.next();
  }
  return step.value;
}

function loadScript(src) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(src));
    document.head.append(script);
  });
}

/** Does the steps of a generator that yields the names of parts it needs. */
async function inParts(steps, parts, folder) {
  let step = steps.next();
  while (!step.done) {
    await Promise.all(step.value.map((name) => loadPart(name, parts(), folder)));
    step = steps.next();
  }
  return step.value;
}

/** Loads a part; tries again once, past every cache. */
async function loadPart(name, parts, folder) {
  const address = `${folder}${name}.js`;
  await loadScript(address).catch(() => {});
  if (!parts.has(name)) await loadScript(`${address}?${Date.now()}`).catch(() => {});
  if (!parts.has(name)) parts.lose(name);
}

async function openInPage({ engine, index }) {
  await loadScript(engine);
  await loadScript(index);
  const { open, answering, warm, parts } = globalThis.handbookSearch;
  const info = await inSlices(open());
  setTimeout(() => inSlices(warm()), 100);
  const folder = `${index.replace(/[^/]*$/, "")}${info.build}/`;
  return { info, ask: (message) => inParts(answering(message), parts, folder) };
}

async function openInWorker({ engine, index }) {
  const worker = new Worker(engine);
  const waiting = new Map();
  let last = 0;
  const post = (message) =>
    new Promise((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      worker.postMessage({ id: last, ...message });
    });
  worker.onmessage = ({ data: { id, value, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(value);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    for (const { reject } of waiting.values()) reject(new Error("worker"));
    waiting.clear();
  };
  try {
    return { info: await post({ file: index }), ask: (message) => post({ ask: message }) };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

export class Backend {
  /** `files`: addresses of the engine and the index; `build`: the index this page belongs to. */
  constructor(files, build) {
    this.files = files;
    this.build = build;
    this.opened = null;
  }

  /** Loads once: {info, ask}. A failure is tried again once, past every cache. */
  open() {
    this.opened ??= this.load().catch((error) => {
      this.opened = null;
      throw error;
    });
    return this.opened;
  }

  async load() {
    const again = Object.fromEntries(
      Object.entries(this.files).map(([name, file]) => [name, `${file}?${Date.now()}`]),
    );
    const first = location.protocol === "file:" || !globalThis.Worker ? openInPage : openInWorker;
    const found = await first(this.files).catch(() => openInPage(again));
    return { ...found, outdated: found.info.build !== this.build };
  }
}
