// Drafts: kept in this browser only, one for each text.

const PREFIX = "handbook.edit.";

/** {text, base, saved} of a text; null for none, or where the browser keeps nothing. */
export function kept(slug) {
  try {
    const found = JSON.parse(localStorage.getItem(PREFIX + slug));
    return typeof found?.text === "string" ? found : null;
  } catch {
    return null;
  }
}

/** Keeps a draft; false where the browser does not. */
export function keep(slug, draft) {
  try {
    localStorage.setItem(PREFIX + slug, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function forget(slug) {
  try {
    localStorage.removeItem(PREFIX + slug);
  } catch {
    // It kept nothing
  }
}
