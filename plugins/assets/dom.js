// Making elements: text never becomes markup.

/** An element with attributes (`on…`: a listener; null, false: left out) and children. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const key in attributes) {
    const value = attributes[key];
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  add(element, children);
  return element;
}

/** Lists of lists are taken apart; null, false and the empty text are left out. */
function add(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) add(element, child);
    else if (child !== null && child !== false && child !== "") element.append(child);
  }
}

/**
 * Makes `nodes` the children of `parent`. One that is there already stays where it is: moved between
 * the press and the release of a button, it would lose the click.
 */
export function settle(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, at) => {
    if (parent.childNodes[at] !== node) parent.insertBefore(node, parent.childNodes[at] ?? null);
  });
}

/** A select with options [value, text]. */
export function choice(label, options, value, change) {
  const made = options.map(([own, text]) => h("option", { value: own, selected: own === value }, text));
  return h(
    "label", { class: "ft-choice" }, label,
    h("select", { "aria-label": label, onchange: (event) => change(event.target.value) }, made),
  );
}
