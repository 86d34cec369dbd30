// In the head of the check page: the rules of the body that the address names are fetched at once.
// What they hand over before the engine is there is kept for it.

((books) => {
  const [, body] = /[?&#]body=([\w-]+)/.exec(location.search + location.hash) ?? [];
  if (!Object.hasOwn(books, body)) return;
  const early = (globalThis.handbookEarly = []);
  early.body = body;
  globalThis.handbookBook = (...given) => early.push(given);
  const script = document.createElement("script");
  script.src = books[body];
  script.fetchPriority = "high";
  early.fetched = new Promise((resolve) => {
    script.onload = resolve;
    script.onerror = resolve;
  });
  document.head.append(script);
})
