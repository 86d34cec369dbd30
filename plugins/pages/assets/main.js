// The tools of a regulation's page. Without script its text, links and notes are all there.

import { startAddresses } from "./addresses.js";
import { startCrumbs } from "./crumbs.js";
import { startPaper } from "./paper.js";
import { startPeek } from "./peek.js";
import { listen } from "./say.js";
import { startTools } from "./tools.js";

const article = document.querySelector("article.regulation");
if (article) {
  listen();
  startAddresses(article);
  startTools(article);
  startPeek(article);
  startCrumbs(article);
  startPaper(article);
}
