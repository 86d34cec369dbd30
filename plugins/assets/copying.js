// Copying, also where the browser has no clipboard for scripts: http:// on an intranet, file://.

import { h } from "./dom.js";

/** Whether the text was copied. */
export const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return selected(text);
  }
};

/** The old way: by a selection that is there for a moment. */
function selected(text) {
  const focused = document.activeElement;
  const field = h("textarea", { class: "off-screen", readonly: true, "aria-hidden": "true", tabindex: "-1" }, text);
  document.body.append(field);
  field.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    // Said by the caller
  }
  field.remove();
  focused?.focus({ preventScroll: true });
  return done;
}
