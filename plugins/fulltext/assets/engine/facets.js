// What can be filtered by.

/** Bodies {slug, name}, topics, statuses, and whether any date is known. */
export function facets({ bodies, regulations }) {
  const all = (values) => [...new Set(values)].filter(Boolean);
  const used = new Set(regulations.map((entry) => entry.body));
  return {
    bodies: bodies.filter((_, number) => used.has(number)).map(({ slug, name }) => ({ slug, name })),
    topics: all(regulations.flatMap((entry) => entry.topics.split(" "))).sort(),
    statuses: all(regulations.map((entry) => entry.status)),
    dated: regulations.some((entry) => entry.effective),
    regulations: regulations.length,
  };
}
