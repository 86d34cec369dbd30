// Making elements: text never becomes markup.

/** An element with attributes (`on…`: a listener; null, false: left out) and children. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((child) => child !== null && child !== false && child !== ""));
  return element;
}

/** A select with options [value, text]. */
export function choice(label, options, value, change) {
  const made = options.map(([own, text]) => h("option", { value: own, selected: own === value }, text));
  return h(
    "label", { class: "ft-choice" }, label,
    h("select", { "aria-label": label, onchange: (event) => change(event.target.value) }, made),
  );
}
