// Where the work is done: in a worker, or from file://, where there are none, in the page in slices.

import { Cancelled, Pace, Refused } from "./refused.js";
import { Work } from "./work.js";

// Milliseconds at a stretch; a page has to answer within 50
const IN_PAGE = 12;
const IN_WORKER = 60;
const FAILED = "核对没有做完：程序出了错";

/** What went wrong, for the reader. */
function said(error) {
  if (error instanceof Cancelled) return { kind: "cancelled" };
  if (error instanceof Refused) return { kind: "refused", message: error.message };
  return { kind: "refused", message: `${FAILED}（${error?.message ?? error}）` };
}

/** Answers calls: run, detail, annotated, cancel. */
class Server {
  constructor(engine, load, most, send) {
    Object.assign(this, { engine, load, most, send });
    this.pace = null;
  }

  async take({ id, call, task, at }) {
    if (call === "cancel") {
      if (this.pace) this.pace.cancelled = true;
      return;
    }
    const pace = new Pace(this.most);
    try {
      if (call === "run") {
        this.pace = pace;
        this.work = new Work(this.engine(), this.load);
        await this.work.run(task, (news) => this.send({ id, news }), pace);
        this.send({ id, done: true });
      } else if (call === "detail") this.send({ id, done: this.work.detail(at) });
      else this.send({ id, done: await this.work.annotated(pace) });
    } catch (error) {
      this.send({ id, failed: said(error) });
    } finally {
      pace.end();
    }
  }
}

/** Calls the work, wherever it is done. */
export class Client {
  /** `api`: of the page; see main.js. */
  constructor(api) {
    this.api = api;
    this.calls = new Map();
    this.last = 0;
    this.server = this.worker() ?? this.local();
  }

  worker() {
    const { api } = this;
    const files = { engine: api.address(api.files.engine), forms: api.address(api.files.forms) };
    files.books = Object.fromEntries(Object.entries(api.files.books).map(([body, path]) => [body, api.address(path)]));
    if (location.protocol === "file:") return null;
    try {
      const worker = new Worker(api.address(api.files.batch));
      worker.onmessage = ({ data }) => this.answer(data);
      worker.onerror = (event) => {
        event.preventDefault();
        this.broken();
      };
      worker.postMessage({ files });
      return { worker, take: (message) => worker.postMessage(message) };
    } catch {
      return null; // forbidden here: in the page, then
    }
  }

  local() {
    const server = new Server(() => this.api.engine, (body) => this.api.book(body), IN_PAGE, (data) => this.answer(data));
    return { worker: null, take: (message) => server.take(message) };
  }

  answer({ id, news, done, failed }) {
    const call = this.calls.get(id);
    if (!call) return;
    if (news) return call.tell(news);
    this.calls.delete(id);
    if (failed) call.reject(failed);
    else call.resolve(done);
  }

  /** The worker could not be started or fell over: the page does the work from now on. */
  broken() {
    const { worker } = this.server;
    if (!worker) return;
    worker.terminate();
    this.server = this.local();
    for (const { message } of this.calls.values()) this.server.take(message);
  }

  call(message, tell = () => {}) {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.calls.set(id, { resolve, reject, tell, message: { ...message, id } });
      this.server.take({ ...message, id });
    });
  }

  run(task, tell) {
    return this.call({ call: "run", task }, tell);
  }

  detail(at) {
    return this.call({ call: "detail", at });
  }

  annotated() {
    return this.call({ call: "annotated" });
  }

  cancel() {
    this.server.take({ call: "cancel" });
  }

  end() {
    this.cancel();
    this.server.worker?.terminate();
    this.calls.clear();
  }
}

/** Serves in a worker; its first message says where the engine and its data are. */
export function serve(scope) {
  let server = null;
  scope.onmessage = ({ data }) => {
    if (server) return server.take(data);
    const { files } = data;
    scope.importScripts(files.engine, files.forms);
    const engine = () => scope.handbookCheck;
    const load = async (body) => {
      if (!engine().has(body)) scope.importScripts(files.books[body]);
      if (!engine().has(body)) throw new Refused("手册已经更新，这一页或这一份规则是以前的。请重新载入本页。");
    };
    server = new Server(engine, load, IN_WORKER, (message) => scope.postMessage(message));
  };
}
