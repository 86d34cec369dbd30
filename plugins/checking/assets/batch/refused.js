// What is wrong with a file, in words for a clerk; and the pace of long work.

/** A file that cannot be used; the message is for the reader. */
export class Refused extends Error {
  constructor(message, place = "") {
    super(place ? `${place}：${message}` : message);
  }
}

/** The reader no longer wants it. */
export class Cancelled extends Error {}

/** Lets others have their turn while long work goes on. */
export class Pace {
  /** `most`: milliseconds at a stretch. */
  constructor(most) {
    this.most = most;
    this.cancelled = false;
    this.since = performance.now();
    this.channel = new MessageChannel();
    this.waiting = null;
    this.channel.port1.onmessage = () => this.waiting();
  }

  get due() {
    return this.cancelled || performance.now() - this.since > this.most;
  }

  /** Rests; throws Cancelled where the work is no longer wanted. */
  async rest() {
    await new Promise((resolve) => {
      this.waiting = resolve;
      this.channel.port2.postMessage(0);
    });
    if (this.cancelled) throw new Cancelled();
    this.since = performance.now();
  }

  end() {
    this.channel.port1.close();
  }
}
