// Drafts: kept in this browser and nowhere else, each under a key of its own so that two pages that
// are open at once do not overwrite each other's.

import { sound } from "./forms.js";

const PREFIX = "handbook.draft.";
const OWN = "handbook.own";
/** How many are kept; the oldest goes first. */
const MOST = 60;

/** What became of a draft. */
export const KEPT = "kept";
export const NOT_KEPT = "not kept";

function draftOf(key) {
  try {
    const { body, type, values, saved } = JSON.parse(localStorage.getItem(key));
    const held = Object.entries(values).filter(([, value]) => sound(value));
    if ([body, type, saved].every((text) => typeof text === "string") && !Number.isNaN(Date.parse(saved))) {
      return { id: key.slice(PREFIX.length), body, type, saved, values: new Map(held) };
    }
  } catch {
    // Blocked, or not ours
  }
  return null;
}

/** All drafts, the latest first. */
export function drafts() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    const found = keys.map(draftOf).filter(Boolean);
    return found.sort((a, b) => (a.saved < b.saved ? 1 : -1));
  } catch {
    return [];
  }
}

export const newId = () => `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

/** Keeps a draft {id, body, type, values}; one that holds nothing is dropped. */
export function keep({ id, body, type, values }, saved = new Date().toISOString()) {
  try {
    if (!values.size) {
      localStorage.removeItem(PREFIX + id);
      return KEPT;
    }
    const text = JSON.stringify({ body, type, values: Object.fromEntries(values), saved });
    localStorage.setItem(PREFIX + id, text);
    for (const { id: old } of drafts().slice(MOST)) localStorage.removeItem(PREFIX + old);
    return KEPT;
  } catch {
    return NOT_KEPT;
  }
}

export function drop(id) {
  try {
    localStorage.removeItem(PREFIX + id);
  } catch {
    // Blocked: there is none
  }
}

/** The reader's own body, which the search knows too. */
export function ownBody() {
  try {
    return String(JSON.parse(localStorage.getItem(OWN)) ?? "");
  } catch {
    return "";
  }
}

export function setOwnBody(slug) {
  try {
    localStorage.setItem(OWN, JSON.stringify(slug));
  } catch {
    // Not remembered then
  }
}
