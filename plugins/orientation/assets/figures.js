// The table of all figures: filtered by kind, body, topic and words; the address keeps the filter.

const form = document.querySelector("[data-filters]");
if (form) start(form);

function start(filters) {
  const rows = [...document.querySelectorAll(".figures tbody tr")];
  const said = document.querySelector("[data-said]");
  const names = ["kind", "body", "topic", "words"];
  const query = new URLSearchParams(location.search);
  for (const name of names) {
    const control = filters.elements[name];
    const value = query.get(name) ?? "";
    if (control.options && ![...control.options].some((option) => option.value === value)) continue;
    control.value = value;
  }

  function show() {
    const [kind, body, topic, words] = names.map((name) => filters.elements[name].value.trim());
    const wanted = words.split(/\s+/).filter((word) => word);
    let count = 0;
    for (const row of rows) {
      const { dataset } = row;
      const fits =
        (!kind || dataset.kind === kind) &&
        (!body || dataset.body === body) &&
        (!topic || dataset.topic.split(" ").includes(topic)) &&
        wanted.every((word) => row.textContent.includes(word));
      row.hidden = !fits;
      if (fits) count += 1;
    }
    said.textContent = `显示 ${count} 个数字。`;
    const kept = names
      .filter((name) => filters.elements[name].value.trim())
      .map((name) => `${name}=${encodeURIComponent(filters.elements[name].value.trim())}`);
    try {
      history.replaceState(null, "", location.pathname + (kept.length ? `?${kept.join("&")}` : ""));
    } catch {
      // From file:// an address may be fixed; the page works without it.
    }
  }

  filters.hidden = false;
  filters.addEventListener("input", show);
  filters.addEventListener("submit", (event) => event.preventDefault());
  show();
}
