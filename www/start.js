// Starts the page, or says in plain words why it can't. A classic script without dependencies, because a page opened by
// file:// or in an old browser runs no module at all. It runs before there is a body, so that the first thing to be seen has
// the visitor's colours and language already; the words stand in index.html, which shows them by what is said here
// at the root. The worker loads beside the page, which takes it over as window.dryfWorker.
(function () {
  "use strict";

  var root = document.documentElement;
  var names = document.currentScript.dataset;

  // What the page keeps of its look (src/app/storage.rs); nothing where the browser keeps nothing, or something else.
  function kept(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch (fault) {
      return null;
    }
  }

  var theme = kept("dryf-theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;

  // The visitor's choice, else the first of the browser's languages that there are words in.
  var wanted = [kept("dryf-language")].concat(navigator.languages || navigator.language).map(function (tag) {
    return String(tag).toLowerCase().split("-")[0];
  });
  root.lang = wanted.filter(function (tag) {
    return tag === "en" || tag === "pl";
  })[0] || "en";

  if (location.protocol === "file:") {
    root.dataset.start = "file";
    return;
  }
  if (typeof WebAssembly !== "object" || !("noModule" in HTMLScriptElement.prototype)) {
    root.dataset.start = "unsupported";
    return;
  }
  root.dataset.start = "loading";
  var named = document.querySelector("meta[name=dryf-worker]");
  if (named && typeof Worker === "function") {
    var worker = new Worker(new URL(named.content, document.baseURI), { type: "module" });
    worker.onmessage = function () {
      worker.isLoaded = true;
    };
    worker.onerror = function (event) {
      worker.fault = event.message || "";
    };
    window.dryfWorker = worker;
  }
  // By then the browser has met the head's preloads and begun with both files, so that none is asked for twice.
  document.addEventListener("DOMContentLoaded", load);

  function load() {
    var start = document.getElementById("start");
    var wasm = new URL(names.wasm, document.baseURI);
    Promise.all([import(new URL(names.js, document.baseURI).href), fetch(wasm)])
      .then(function (loaded) {
        var page = loaded[0];
        var response = loaded[1];
        if (!response.ok) throw new Error(wasm.pathname + ": " + response.status);
        count(response, start.querySelector("progress"));
        return page.default({ module_or_path: response });
      })
      .then(
        function () {
          start.remove();
          delete root.dataset.start;
        },
        function (error) {
          document.getElementById("start-reason").textContent = String(error);
          root.dataset.start = "failed";
          console.error(error);
        },
      );
  }

  // Fills the bar as the bytes come, unpacked ones, as the build has counted them: what the server sends may be packed. They
  // are counted in a copy, since browsers keep compiled code for the next visit only with a response of their own.
  function count(response, bar) {
    if (!response.body) return;
    var reader = response.clone().body.getReader();
    var bytes = 0;
    reader.read().then(function more(part) {
      if (part.done) return;
      bytes += part.value.length;
      bar.value = bytes / names.bytes;
      return reader.read().then(more);
    }).catch(function () {
      // Who compiles the response tells of the same fault.
    });
  }
})();
