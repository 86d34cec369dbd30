// Form types, fields and bodies: checker/forms.py; which of them a document names: checker/checker.py.

import { suggest } from "./closest.js";
import { Unit } from "./kinds.js";
import { Tally } from "./tallies.js";
import { distinct, first, stripped } from "./text.js";

export const TYPE_KEY = "type";
export const BODY_FIELD = "单位";

/** What is wrong with a form: the field, and a message for the clerk. */
export class Problem extends Error {
  constructor(field, message) {
    super(message);
    this.field = field;
  }
}

export class Field {
  constructor({ name, type, unit, required, bodies, help, choices, setting, ledger }) {
    const [label, n, d, dims, spellings] = unit;
    this.name = name;
    this.type = type;
    this.unit = new Unit([label, n, d, dims]);
    this.spellings = spellings;
    this.required = required ?? false;
    this.bodies = bodies ?? [];
    this.help = help ?? "";
    this.choices = choices ?? {};
    this.setting = setting ?? "";
    this.ledger = (ledger ?? []).map((tally) => new Tally(tally));
  }

  /** The texts that a form of a body may hold here; [] where anything may stand. */
  choicesOf(body) {
    return distinct(["all", body, "added"].flatMap((key) => this.choices[key] ?? []));
  }
}

/** All form types, and the bodies with their names. */
export class Forms {
  constructor({ bodies, types, fields }) {
    this.names = new Map(bodies.map(([slug, ...names]) => [slug, names]));
    const made = fields.map((field) => new Field(field));
    this.types = new Map();
    for (const { name, bodies, dates, fields: own } of types) {
      this.types.set(name, { name, bodies, dates, fields: own.map((number) => made[number]) });
    }
  }

  /** The form type of that name. */
  find(name) {
    const found = this.types.get(name);
    if (found) return found;
    const hint = suggest(name, [...this.types.keys()]);
    throw new Problem(TYPE_KEY, `没有“${first(name, 20)}”这种表；${hint}`);
  }

  /** The slug of a body, of which slug, name or short name is given. */
  body(name) {
    if (this.names.has(name)) return name;
    const all = [...this.names];
    const named = all.filter(([, names]) => names.includes(name));
    if (named.length === 1) return named[0][0];
    if (named.length) {
      const which = named.map(([, names]) => names[0]).join("、");
      throw new Problem(BODY_FIELD, `“${name}”可能是${which}，请写全称或代号`);
    }
    const known = [...this.names.keys(), ...all.map(([, names]) => names[0])];
    throw new Problem(BODY_FIELD, `没有单位“${first(name, 30)}”；${suggest(name, known)}`);
  }

  /** The form type that a document names. */
  typeOf(document) {
    return this.find(one(document, TYPE_KEY, this.types));
  }

  /** The slug of the body that a document names. */
  bodyOf(document) {
    return this.body(one(document, BODY_FIELD, this.names));
  }
}

function one(document, key, known) {
  const content = document.get(key);
  const text = typeof content === "string" ? stripped(content) : "";
  if (text) return text;
  throw new Problem(key, `没有填“${key}”；可填：${[...known.keys()].join("、")}`);
}
