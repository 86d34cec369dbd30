// The page on which an editor changes a text and sees what becomes of it.

import { App } from "./app.js";

new App(document.querySelector("[data-editing]")).start();
