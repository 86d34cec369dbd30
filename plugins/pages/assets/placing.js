// Where a box goes that belongs to something on the page.

const EDGE = 8;

/** Puts `box` (absolute, in `main`) under `anchor`, or above it where there is more room. */
export function place(box, anchor) {
  const rects = anchor.getClientRects();
  const at = rects[0] ?? anchor.getBoundingClientRect();
  const last = rects[rects.length - 1] ?? at;
  const width = document.documentElement.clientWidth;
  const left = Math.max(EDGE, Math.min(at.left, width - box.offsetWidth - EDGE));
  const below = innerHeight - last.bottom - EDGE;
  const up = box.offsetHeight > below && at.top > below;
  const top = up ? at.top - box.offsetHeight - EDGE / 2 : last.bottom + EDGE / 2;
  box.style.left = `${left + scrollX}px`;
  box.style.top = `${Math.max(top + scrollY, scrollY)}px`;
}
