// At the end of the check page: the theme's scripts wait until what the clerk waits for is painted.

(() => {
  const { content } = document.querySelector("template[data-later]");
  let started = false;
  const start = () => {
    if (started) return;
    started = true;
    for (const { src } of content.querySelectorAll("script[src]")) {
      const script = document.createElement("script");
      script.src = src;
      script.async = false; // in their order
      document.body.append(script);
    }
  };
  // A page in the background has no frames
  setTimeout(start, 300);
  requestAnimationFrame(() => setTimeout(start));
})();
