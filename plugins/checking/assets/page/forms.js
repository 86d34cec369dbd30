// Form types as published: which fields a body's form has, and what may stand in them.

const BODY = "单位";

/** The fields of a form type that a body fills in, but for the body itself. */
export const fieldsOf = (type, body) =>
  type.fields.filter(({ name, bodies }) => name !== BODY && (!bodies?.length || bodies.includes(body)));

/** The texts that a body's form may hold in a field; [] where anything may stand. */
export function choicesOf({ choices }, body) {
  if (!choices) return [];
  return [...new Set(["all", body, "added"].flatMap((key) => choices[key] ?? []))];
}

/** The names of the fields that begin every form type: who fills it in. */
export function headNames(types) {
  const [first, ...others] = types.map(({ fields }) => fields.map(({ name }) => name));
  const own = first?.findIndex((name, at) => others.some((names) => names[at] !== name)) ?? 0;
  return new Set(first?.slice(0, own < 0 || !others.length ? 0 : own));
}

/** What a form holds, as the engine takes it: fields that are not filled in are left out. */
export function documentOf(values, fields) {
  const own = fields.filter(({ name }) => values.has(name));
  return Object.fromEntries(own.map(({ name }) => [name, values.get(name)]));
}

/** Whether a value is one that a form can hold: a text, a truth, a list of texts. */
export const sound = (value) =>
  typeof value === "string" ||
  typeof value === "boolean" ||
  (Array.isArray(value) && value.length <= 200 && value.every((item) => typeof item === "string"));

/** A value as a clerk reads it. */
export function shown(value) {
  if (value === true) return "是";
  if (value === false) return "否";
  if (Array.isArray(value)) return value.length ? value.join("、") : "无";
  return value;
}
