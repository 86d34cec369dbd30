// Copying, where the clipboard may be closed to pages (http, a folder, an old browser).

import { h } from "../../../assets/dom.js";

/** Whether the text was copied. */
export const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return select(text);
  }
};

function select(text) {
  const field = h("textarea", { class: "hc-heard", readonly: true, "aria-hidden": "true", tabindex: "-1" }, text);
  const focused = document.activeElement;
  document.body.append(field);
  field.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    // Said by the caller
  }
  field.remove();
  focused?.focus();
  return done;
}
