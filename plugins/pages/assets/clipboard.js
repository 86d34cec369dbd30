// What becomes of a wish to copy is said; what cannot be copied is shown to be copied by hand.

import { copy } from "../../assets/copying.js";
import { h } from "../../assets/dom.js";
import { hush, say } from "./say.js";

/** Copies `text` and says what was copied. */
export const copyAndSay = async (text, what) => {
  if (await copy(text)) {
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    say(`已复制${what}：${shown}`);
    return;
  }
  const field = h("textarea", { readonly: true, rows: "4", "aria-label": what }, text);
  const close = h("button", { type: "button", onclick: hush }, "关闭");
  say(`浏览器不让网页复制。请选中下面的${what}，自己复制：`, field, close);
  field.select();
};
