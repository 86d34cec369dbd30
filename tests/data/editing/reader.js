// Calls, one JSON list [function, arguments …] a line, to the browser's reader: one answer a line.
//
//     node reader.js grammar.json reader-bundle.js

const fs = require("node:fs");
const readline = require("node:readline");
const vm = require("node:vm");

globalThis.handbookGrammar = fs.readFileSync(process.argv[2], "utf8");
vm.runInThisContext(fs.readFileSync(process.argv[3], "utf8"));
readline.createInterface({ input: process.stdin, crlfDelay: Infinity }).on("line", (line) => {
  const [name, ...given] = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(globalThis[name](...given))}\n`);
});
