// Starts the page, or says in plain words why it can't. A classic script without dependencies, because a page opened by
// file:// or in an old browser runs no module at all. The words stand in index.html; this only shows them. The worker
// loads beside the page, which takes it over as window.dryfWorker.
(function () {
  "use strict";

  var names = document.currentScript.dataset;
  var start = document.getElementById("start");

  function show(name) {
    start.querySelectorAll("p[data-start]").forEach(function (paragraph) {
      paragraph.hidden = paragraph.dataset.start !== name;
    });
  }

  if (location.protocol === "file:") {
    show("file");
    return;
  }
  if (typeof WebAssembly !== "object" || !("noModule" in HTMLScriptElement.prototype)) {
    show("unsupported");
    return;
  }
  show("loading");
  var named = document.querySelector("meta[name=dryf-worker]");
  if (named && typeof Worker === "function") {
    var worker = new Worker(new URL(named.content, document.baseURI), { type: "module" });
    worker.onmessage = function () {
      worker.isLoaded = true;
    };
    worker.onerror = function (event) {
      worker.fault = event.message || "its files could not be loaded";
    };
    window.dryfWorker = worker;
  }
  import(new URL(names.js, document.baseURI).href)
    .then(function (page) {
      return page.default({ module_or_path: new URL(names.wasm, document.baseURI) });
    })
    .then(
      function () {
        start.remove();
      },
      function (error) {
        start.querySelector("[data-start=reason]").textContent = String(error);
        show("failed");
        console.error(error);
      },
    );
})();
