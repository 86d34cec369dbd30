// Copying, also where the browser has no clipboard for scripts: http:// on an intranet, file://.

import { h } from "../../assets/dom.js";
import { hush, say } from "./say.js";

/** Copies `text` and says what was copied; what cannot be copied is shown to be copied by hand. */
export const copy = async (text, what) => {
  if ((await written(text)) || selected(text)) {
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    say(`已复制${what}：${shown}`);
    return;
  }
  const field = h("textarea", { readonly: true, rows: "4", "aria-label": what }, text);
  const close = h("button", { type: "button", onclick: hush }, "关闭");
  say(`浏览器不让网页复制。请选中下面的${what}，自己复制：`, field, close);
  field.select();
};

async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The old way: by a selection that is there for a moment. */
function selected(text) {
  const focused = document.activeElement;
  const field = h("textarea", { class: "off-screen", readonly: true, "aria-hidden": "true" }, text);
  document.body.append(field);
  field.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {
    done = false;
  }
  field.remove();
  focused?.focus({ preventScroll: true });
  return done;
}
