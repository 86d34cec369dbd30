// Puts forms to the checker's browser engine, for tests: in Node over stdin and stdout, or in a page.
//
// In Node: the arguments are the scripts to load. A line of input is {call, arguments}, the line of
// output what `evaluators[call](...arguments)` returns.

globalThis.evaluators = {
  /** Results of forms, each [[[field, content] …], day or null], as texts that can be compared. */
  results: (forms) => forms.map(([entries, day]) => JSON.stringify(result(entries, day))),

  /** Hashes of these texts. */
  digests: (forms) => evaluators.results(forms).map(digest).join(" "),
};

function result(entries, day) {
  const found = handbookCheck.check(new Map(entries), { day: day ?? undefined });
  const { problems, doubts, ...rest } = found;
  const said = (list) => list.map(({ field, message }) => [field, message]);
  // Python refuses a form with problems before it speaks of doubts.
  return { ...rest, problems: said(problems), doubts: problems.length ? [] : said(doubts) };
}

const digest = (text) => require("crypto").createHash("md5").update(text).digest("base64");

if (typeof process === "object" && typeof require === "function") {
  const { readFileSync } = require("fs");
  const { runInThisContext } = require("vm");
  globalThis.require = require;
  for (const path of process.argv.slice(2)) {
    runInThisContext(readFileSync(path, "utf8"), { filename: path });
  }
  const lines = require("readline").createInterface({ input: process.stdin });
  lines.on("line", (line) => {
    const asked = JSON.parse(line);
    process.stdout.write(`${JSON.stringify(evaluators[asked.call](...asked.arguments))}\n`);
  });
}
