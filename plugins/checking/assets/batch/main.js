// Whole tables on the check page; the same script is the worker that checks them.

import { serve } from "./host.js";
import { Pace } from "./refused.js";
import { Batch } from "./view.js";
import { Work } from "./work.js";

// Milliseconds of work between two pauses
const SLICE = 12;

/**
 * Draws the part of the page for whole tables.
 *
 * api: {engine: handbookCheck, forms, body: slug or "", book(slug): promise of its rule book,
 * address(path), files: {engine, forms, batch, books}}.
 */
function mount(element, api) {
  return new Batch(element, api);
}

/**
 * The ledger in files [{name, bytes}] for one form of a body: {ledger, doubts}.
 *
 * Throws Refused where a file cannot be read.
 */
async function ledger(engine, files, body) {
  const work = new Work(engine, async () => {});
  work.body = body;
  const doubts = await work.ledger({ ledgers: files, own: false }, new Pace(SLICE));
  return { ledger: work.earlier, doubts };
}

if (typeof document === "undefined") serve(globalThis);
else globalThis.handbookBatch = { mount, ledger };
