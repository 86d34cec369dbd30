// The printed words of provisions, as they stand on the page.

/** The element of a provision, from the element that has its id (of a titled one the heading). */
export function holderOf(element) {
  return element.closest(".provision");
}

/** The element with the id of a provision, from the element of the provision. */
export function addressOf(holder) {
  return holder.id ? holder : holder.querySelector(":scope > .words[id]");
}

/** The element with an id, if a provision has it. */
export function provisionAt(id) {
  const found = id ? document.getElementById(id) : null;
  return found?.dataset.cite === undefined ? null : found;
}

/** The words of one printed line; what belongs to a provision above `holder` is left out. */
function lineOf(words, holder) {
  const label = words.querySelector(":scope > .label");
  const id = label?.hash.slice(1);
  if (!id || document.getElementById(id)?.closest(".provision") !== holder.parentElement.closest(".provision")) {
    return words.textContent;
  }
  let text = "";
  for (let node = label.nextSibling; node; node = node.nextSibling) {
    if (!text && node.nodeName === "B") continue;
    text += text ? node.textContent : node.textContent.trimStart();
  }
  return text;
}

/** Printed lines of a provision and of all below it; `most`: characters after which to stop. */
export function linesOf(holder, most = Infinity) {
  const lines = [];
  let length = 0;
  for (const part of holder.querySelectorAll(".words, tr")) {
    const cells = part.nodeName === "TR" ? [...part.cells].map((cell) => cell.textContent) : null;
    const first = !lines.length && !cells;
    const line = cells ? cells.join("\t") : first ? lineOf(part, holder) : part.textContent;
    if (line) lines.push(line);
    length += line.length;
    if (length > most) break;
  }
  return lines;
}

/** The sentence that defines `term`, from the provision with the id `id`; "" if it is not there. */
export function definitionOf(term, id) {
  const holder = provisionAt(id)?.closest(".provision");
  for (const defined of holder?.querySelectorAll("dfn") ?? []) {
    if (defined.textContent !== term.replace(/^《|》$/g, "")) continue;
    const words = defined.closest(".words, td, th");
    const range = document.createRange();
    range.setStart(words, 0);
    range.setEndBefore(defined);
    const at = range.toString().length;
    const text = words.textContent;
    const start = Math.max(...[..."。！？"].map((mark) => text.lastIndexOf(mark, at))) + 1;
    const end = /[。！？]|$/.exec(text.slice(at)).index + at + 1;
    return text.slice(start, end).trim();
  }
  return "";
}
