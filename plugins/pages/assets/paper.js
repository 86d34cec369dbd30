// The running title and the page numbers of a print.
//
// Only a rule for @page can put words into the margin of a page, and only a script knows the title;
// a sheet made by a script needs no inline style.

export function startPaper(article) {
  if (!("adoptedStyleSheets" in document)) return;
  const quoted = (text) => `"${text.replace(/["\\]/g, "\\$&").replace(/\s+/g, " ")}"`;
  const title = article.dataset.title;
  const short = title.length > 40 ? `${title.slice(0, 40)}…》` : title;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    "@page {" +
      `@top-left { content: ${quoted(short)}; }` +
      `@top-right { content: ${quoted(article.dataset.from)}; }` +
      '@bottom-center { content: counter(page) " / " counter(pages); } }',
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
