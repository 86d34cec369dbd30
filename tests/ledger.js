// node ledger.js SCRIPT…: cases {ledger, form}, each [document, place], on standard input, one a
// line; answers what the browser's checker says of the form with that ledger.

"use strict";
const fs = require("fs");
const vm = require("vm");

for (const path of process.argv.slice(2)) {
  vm.runInThisContext(fs.readFileSync(path, "utf-8"), { filename: path });
}
for (const line of fs.readFileSync(0, "utf-8").split("\n").filter(Boolean)) {
  const { ledger, form } = JSON.parse(line);
  const [document, source] = form;
  const earlier = handbookCheck.ledger(ledger.map(([document, place]) => ({ document, place })));
  const { verdict, findings, notes, doubts } = handbookCheck.check(document, { source, earlier: earlier.ledger });
  const found = findings.map(({ rule, verdict, message, actual }) => [rule, verdict, message, actual]);
  console.log(JSON.stringify([
    verdict,
    found,
    notes.map(({ message }) => message),
    [...earlier.doubts, ...doubts].map(({ message }) => message),
  ]));
}
