// The page on which a clerk fills in a form and sees what the regulations say of it.

import { App } from "./app.js";
import { Loader } from "./loader.js";
import { Site } from "./site.js";

const root = document.querySelector("[data-checking]");
const site = new Site(root.dataset);
new App(root, site, new Loader(site)).start();
