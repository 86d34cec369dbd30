// The checker in the browser: forms in, findings out, the same as `handbook check` says.
//
// Works in a page, in a worker, in Node. Data files call `handbookForms` and `handbookBook`.

import { adler } from "../../../assets/checksum.js";
import { Books } from "./book.js";
import { fromIso, today } from "./days.js";
import { worst } from "./demands.js";
import { check } from "./engine.js";
import { explain } from "./explaining.js";
import { BODY_FIELD, Forms, Problem, TYPE_KEY } from "./forms.js";
import { Ledger } from "./ledger.js";
import { FormReader } from "./reading.js";

// Forms of a ledger that cannot be read and are named
const MOST_WRONG = 20;
let forms = null;
let build = null;
let damaged = false;
const books = new Map();
const readers = new Map();

// Data files; one that is damaged, or of another build, is refused, and `state` says so.

function takeForms(from, sum, text) {
  damaged = adler(text) !== sum;
  if (damaged) return;
  forms = new Forms(JSON.parse(text));
  build = from;
  readers.clear();
}

function takeBook(from, body, sum, text) {
  books.set(body, { build: from, text: adler(text) === sum ? text : null, made: null });
}

/** {build, forms, books: {body: …}}, each "ready", "damaged" or "foreign" (of another build). */
function state() {
  const own = [...books].map(([body, book]) => [body, stateOf(book)]);
  const held = damaged ? "damaged" : forms ? "ready" : "absent";
  return { build, forms: held, books: Object.fromEntries(own) };
}

function stateOf(book) {
  if (book.text === null) return "damaged";
  return book.build === build ? "ready" : "foreign";
}

const has = (body) => books.has(body) && stateOf(books.get(body)) === "ready";

/** {build, bodies: [{slug, name, short}], types: [{name, bodies, dates, fields}]}. */
function described() {
  const bodies = [...forms.names].map(([slug, [name, ...short]]) => ({ slug, name, short }));
  const types = [...forms.types.values()].map((type) => ({ ...type, fields: type.fields.map(plain) }));
  return { build, bodies, types };
}

function plain({ name, type, unit, required, bodies, help, choices, setting, ledger }) {
  const follows = ledger.length > 0;
  return { name, type, unit: unit.name, required, bodies, help, choices, setting, follows };
}

/** The texts that a field may hold on a form of a body; [] where anything may stand. */
function choices(type, field, body) {
  return forms.find(type).fields.find(({ name }) => name === field).choicesOf(body);
}

/**
 * What a body's rules say of a form.
 *
 * document: object or Map of field → text, truth, list of texts or null, as a clerk filled it in.
 * body, type: of the form; where they are not given the document names them.
 * day: YYYY-MM-DD by whose texts it is judged; else the form's own, else today.
 * source: its name in reports.
 * earlier: a ledger, as `ledger` gives it.
 *
 * The result has the keys of `handbook check`; for each finding `unknown`: the fields that would
 * decide it; `problems`: what cannot be read (then there is no verdict); `doubts`.
 */
function checked(document, { body, type, day, source = "", earlier = null } = {}) {
  const contents = document instanceof Map ? document : new Map(Object.entries(document));
  const found = { form: type ?? "", source, verdict: null, findings: [], notes: [] };
  try {
    const form = type === undefined ? forms.typeOf(contents) : forms.find(type);
    found.form = form.name;
    const slug = body === undefined ? forms.bodyOf(contents) : forms.body(body);
    const reading = reader(form, slug);
    const { row: filled, day: own, problems, doubts } = reading.read(contents);
    if (problems.length) return { ...found, problems, doubts };
    const given = { type: form, body: slug, row: filled, day: own, place: source };
    const { row, told, doubts: more } = earlier?.fill(given) ?? { row: filled, told: new Map(), doubts: [] };
    for (const message of more) doubts.push({ field: "", message });
    const held = bookOf(slug).on((day && fromIso(day)) ?? own ?? today(), form.name);
    const plain = check(held.chapter, row, held.calendar);
    const said = explain(plain, form, slug, reading.ways, row, told, held.chapter?.rules ?? []);
    return { ...found, verdict: worst(said.findings), ...said, problems, doubts };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...found, problems: [{ field: error.field, message: error.message }], doubts: [] };
  }
}

/**
 * A ledger of earlier forms: {ledger, problems, doubts}, the latter [{place, message}].
 *
 * documents: [{document, place}]; forms of types that no field needs earlier forms of are left out.
 */
function ledger(documents) {
  const found = { ledger: new Ledger(), problems: [], doubts: [] };
  for (const { document, place } of documents) {
    const contents = document instanceof Map ? document : new Map(Object.entries(document));
    const known = forms.types.get(contents.get(TYPE_KEY));
    if (known && !known.fields.some(({ ledger }) => ledger.length)) continue;
    try {
      const type = forms.typeOf(contents);
      const body = forms.bodyOf(contents);
      const { row, day, problems, doubts } = reader(type, body).read(contents);
      for (const { message } of problems) found.problems.push({ place, message });
      const twice = problems.length ? null : found.ledger.add({ type, body, row, day, place });
      const told = [...doubts.map(({ message }) => message), ...(twice ? [twice] : [])];
      for (const message of told) found.doubts.push({ place, message });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      found.problems.push({ place, message: error.message });
    }
    if (found.problems.length >= MOST_WRONG) break;
  }
  return found;
}

function reader(form, body) {
  const key = `${form.name}\n${body}`;
  if (!readers.has(key)) readers.set(key, new FormReader(form, body));
  return readers.get(key);
}

function bookOf(body) {
  if (!has(body)) throw new Problem(BODY_FIELD, `“${body}”的规则没有载入`);
  const book = books.get(body);
  book.made ??= new Books(book.text);
  return book.made;
}

globalThis.handbookCheck = { state, has, forms: described, choices, check: checked, ledger };
globalThis.handbookForms = takeForms;
globalThis.handbookBook = takeBook;
// What came before the engine did: ahead.js
for (const given of globalThis.handbookEarly ?? []) takeBook(...given);
