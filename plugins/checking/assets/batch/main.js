// Whole tables on the check page; the same script is the worker that checks them.

import { serve } from "./host.js";
import { Batch } from "./view.js";

/**
 * Draws the part of the page for whole tables.
 *
 * api: {engine: handbookCheck, forms, body: slug or "", book(slug): promise of its rule book,
 * address(path), files: {engine, forms, batch, books}}.
 */
function mount(element, api) {
  return new Batch(element, api);
}

if (typeof document === "undefined") serve(globalThis);
else globalThis.handbookBatch = { mount };
