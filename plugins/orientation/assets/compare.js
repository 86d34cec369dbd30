// Topic pages: the reader chooses bodies, words and single provisions; the address keeps the choice.

import { h } from "../../assets/dom.js";

// From a folder on the disk there is no server that would find the page in it.
const PAGE = location.protocol === "file:" ? "index.html" : "";

const page = document.querySelector("[data-compare]");
const chooser = document.querySelector("[data-chooser]");
if (page) compare(page);
if (chooser) choose(chooser);

/** The list that a parameter of an address holds. */
function listed(query, name) {
  return (query.get(name) ?? "").split(",").filter((value) => value);
}

/** An address with parameters; those that say nothing are left out. */
function addressed(path, parameters) {
  const query = Object.entries(parameters)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%3A", ":")}`)
    .join("&");
  return query ? `${path}?${query}` : path;
}

function compare(article) {
  const columns = [...article.querySelectorAll(".column")];
  const passages = [...article.querySelectorAll(".passage")];
  const query = new URLSearchParams(location.search);
  const known = new Set(columns.map((column) => column.dataset.body));
  const asked = listed(query, "bodies").filter((body) => known.has(body));
  const bodies = new Set(asked.length ? asked : known);
  const items = new Set(listed(query, "items"));
  const keys = new Set(passages.map((passage) => passage.dataset.key));
  for (const item of items) if (!keys.has(item)) items.delete(item);
  let words = query.get("words") ?? "";
  let only = items.size > 0;
  const said = article.querySelector("[data-said]");
  const tools = article.querySelector("[data-tools]");
  const topic = article.querySelector("[data-topic]");

  const state = () => ({
    bodies: bodies.size < known.size ? [...bodies].join(",") : "",
    words: words.trim(),
    items: only ? [...items].join(",") : "",
  });

  function show() {
    const wanted = words.trim().split(/\s+/).filter((word) => word);
    let count = 0;
    for (const column of columns) {
      column.hidden = !bodies.has(column.dataset.body);
      let there = 0;
      for (const passage of column.querySelectorAll(".passage")) {
        const text = passage.textContent;
        const fits = only
          ? items.has(passage.dataset.key)
          : wanted.every((word) => text.includes(word));
        passage.hidden = !fits;
        if (fits) there += 1;
      }
      if (!column.hidden) count += there;
      column.querySelector(".none").hidden = there > 0;
      for (const from of column.querySelectorAll(".from")) {
        const own = [...from.querySelectorAll(".passage")];
        from.hidden = (only || wanted.length > 0) && !own.some((passage) => !passage.hidden);
      }
    }
    const shown = columns.filter((column) => !column.hidden).length;
    said.textContent = `显示 ${shown} 个机关，${count} 处条款。`;
    pick.disabled = !only && items.size === 0;
    pick.textContent = only ? "全部条款" : `只看选中的（${items.size}）`;
    try {
      history.replaceState(null, "", addressed(location.pathname, state()) + location.hash);
    } catch {
      // From file:// an address may be fixed; the page works without it.
    }
  }

  const boxes = columns.map((column) => {
    const body = column.dataset.body;
    const box = h("input", {
      type: "checkbox",
      value: body,
      onchange: () => {
        if (box.checked) bodies.add(body);
        else bodies.delete(body);
        show();
      },
    });
    box.checked = bodies.has(body);
    return h("label", {}, box, column.getAttribute("aria-label"));
  });
  const search = h("input", {
    type: "search", value: words, autocomplete: "off", "aria-label": "只看写有这些词的条款",
    placeholder: "例如 审批", oninput: () => { words = search.value; only = false; show(); },
  });
  const pick = h("button", {
    type: "button", class: "compare-pick",
    onclick: () => { only = !only; show(); },
  });
  tools.append(
    h("fieldset", {}, h("legend", {}, "机关"), boxes),
    h("label", {}, "含 ", search),
    pick,
    h("button", { type: "button", class: "compare-pick", onclick: copy }, "复制本页地址"),
  );
  tools.hidden = false;
  topic.addEventListener("change", () => {
    location.href = addressed(`../${topic.value}/${PAGE}`, { ...state(), items: "" });
  });

  async function copy() {
    const address = addressed(location.href.split(/[?#]/)[0], state());
    try {
      await navigator.clipboard.writeText(address);
      said.textContent = "地址已复制。";
    } catch {
      said.textContent = `请自行复制地址栏：${address}`;
    }
  }

  for (const passage of passages) {
    const { key } = passage.dataset;
    const cite = passage.querySelector(".cite");
    const box = h("input", {
      type: "checkbox", "aria-label": `选中${cite.textContent}`,
      onchange: () => {
        if (box.checked) items.add(key);
        else items.delete(key);
        only = only && items.size > 0;
        show();
      },
    });
    box.checked = items.has(key);
    passage.prepend(box);
  }
  for (const column of columns) {
    column.append(h("p", { class: "none", hidden: true }, "没有选中或写有这些词的条款。"));
  }
  show();
}

function choose(form) {
  const topics = [...form.elements.topic.options];
  const go = (topic, bodies) => addressed(`../topics/${topic}/${PAGE}`, { bodies });
  const query = new URLSearchParams(location.search);
  const asked = query.get("topic");
  const found = topics.find((option) => option.value === asked || option.textContent === asked);
  if (found) {
    const { words, items } = Object.fromEntries(query);
    location.replace(addressed(`../topics/${found.value}/${PAGE}`, { bodies: listed(query, "bodies").join(","), words, items }));
    return;
  }
  form.hidden = false;
  if (asked) form.prepend(h("p", { role: "alert" }, `没有主题“${asked.slice(0, 40)}”，请从下面选。`));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const boxes = [...form.querySelectorAll("[name=bodies]")];
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    location.href = go(form.elements.topic.value, chosen.length < boxes.length ? chosen.join(",") : "");
  });
}
