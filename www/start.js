// Starts the page, or says in plain words why it can't. A classic script without dependencies, because a page opened by
// file:// or in an old browser runs no module at all. It runs before there is a body, so that the first thing to be seen has
// the visitor's colours and language already; the words stand in index.html, which shows them by what is said here
// at the root. A newcomer sees the first card at once, and what is wanted of it before the page is there is kept for it
// (src/app/early.rs).
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

  // What may become markup or a script's address, in browsers that ask (the policy's require-trusted-types-for). Leptos has
  // templates of its views as texts, which know of nothing active: no script, frame, style or address, and no handler. The
  // workers are the one that the page's head names and the one that keeps the page for visits without a network.
  var template =
    /^(?:[^<]|<\/[a-z][a-z0-9-]*>|<(?!(?:script|style|iframe|frame|object|embed|base|link|meta|form|a)[\s>/])[a-z][a-z0-9-]*(?:\s+(?!on|style|src|href|xlink|action|formaction|data\s*=)[a-z][a-z0-9:-]*(?:="[^"]*")?)*\s*\/?>)*$/i;
  if (window.trustedTypes && trustedTypes.createPolicy) {
    trustedTypes.createPolicy("default", {
      createHTML: function (html) {
        return template.test(html) ? html : null;
      },
      createScriptURL: function (url) {
        var named = document.querySelector("meta[name=dryf-worker]");
        var isIt = ["sw.js", named && named.content].some(function (ours) {
          return ours && new URL(url, document.baseURI).href === new URL(ours, document.baseURI).href;
        });
        return isIt ? url : null;
      },
    });
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
  countRequests();
  takeLaunched();
  // The first card, where the last visit left it standing, or there was none, and the address means no other view.
  var isFirst = kept("dryf-first-card") !== "no" && /^(#data(\?.*)?)?$/.test(location.hash);
  root.dataset.start = isFirst ? "first" : "loading";
  // In order: the language of a demo, or files as an array. The page puts something in its place that hears what is pushed later.
  window.dryfWishes = [];
  // The page takes it over by reading it, once; a worker that nobody has begun by then begins.
  Object.defineProperty(window, "dryfWorker", { configurable: true, get: begunWorker });
  // By then the browser has met the head's preloads and begun with both files, so that none is asked for twice.
  document.addEventListener("DOMContentLoaded", load);

  var worker;
  function begunWorker() {
    var named = document.querySelector("meta[name=dryf-worker]");
    if (!worker && named && typeof Worker === "function") {
      worker = new Worker(new URL(named.content, document.baseURI), { type: "module" });
      worker.onmessage = function () {
        worker.isLoaded = true;
      };
      worker.onerror = function (event) {
        worker.fault = event.message || "";
      };
    }
    return worker;
  }

  function load() {
    var start = document.getElementById("start");
    var wasm = new URL(names.wasm, document.baseURI);
    var leave = hearWishes(start);
    // Heard of and not asked for, which would have the browser lay out both.
    var top = 0;
    start.querySelector("main").addEventListener("scroll", function (event) {
      top = event.target.scrollTop;
    });
    // The page says when it stands, in a task after that in which it starts.
    var stands = new Promise(function (done, failed) {
      document.addEventListener("dryf-stands", done, { once: true });
      addEventListener("error", function (event) {
        failed(event.error || event.message);
      });
    });
    Promise.all([import(new URL(names.js, document.baseURI).href), fetch(wasm)])
      .then(function (loaded) {
        var page = loaded[0];
        var response = loaded[1];
        if (!response.ok) throw new Error(wasm.pathname + ": " + response.status);
        count(response, start.querySelector("progress"));
        return page.default({ module_or_path: response });
      })
      .then(function () {
        return stands;
      })
      .then(
        function () {
          // What has the focus, and how far its view is scrolled, stays so.
          var focused = start.contains(document.activeElement) && document.activeElement.dataset.testid;
          leave();
          start.remove();
          delete root.dataset.start;
          if (top) document.querySelector("main").scrollTop = top;
          var same = focused && document.querySelector('[data-testid="' + focused + '"]');
          if (same) same.focus({ preventScroll: true });
          keepForOffline();
        },
        function (error) {
          leave();
          document.getElementById("start-reason").textContent = String(error);
          root.dataset.start = "failed";
          console.error(error);
        },
      );
  }

  // Hears what is wanted of the first card, and files that are dropped anywhere; gives what ends that. A file dialog that is
  // open then may still give files.
  function hearWishes(start) {
    var inputs = start.querySelectorAll("input[type=file]");
    var veil = start.querySelector(".drop-veil");

    function want(wish, pressed, said) {
      window.dryfWishes.push(wish);
      pressed.setAttribute("aria-busy", "true");
      start.querySelector(said).hidden = false;
    }
    function wantFiles(list, input) {
      if (list.length) want(Array.from(list), input.parentElement, "#start-files");
    }
    Object.entries({ pl: "load-demo", en: "load-demo-en" }).forEach(function (entry) {
      var demo = start.querySelector("[data-testid=" + entry[1] + "]");
      demo.addEventListener("click", function () {
        if (!demo.hasAttribute("aria-busy")) want(entry[0], demo, "#start-demo");
      });
    });
    inputs.forEach(function (input) {
      input.addEventListener("change", function () {
        wantFiles(input.files, input);
        input.value = "";
      });
    });

    function dragged(event) {
      if (!event.dataTransfer || !Array.from(event.dataTransfer.types).includes("Files")) return;
      if (event.type !== "dragleave") event.preventDefault();
      // A pointer that leaves for another element is still in the window.
      if (event.type !== "dragleave" || !event.relatedTarget) veil.hidden = event.type !== "dragover";
      if (event.type === "drop") wantFiles(event.dataTransfer.files, inputs[0]);
    }
    var kinds = ["dragover", "dragleave", "drop"];
    kinds.forEach(function (kind) {
      addEventListener(kind, dragged);
    });
    return function () {
      kinds.forEach(function (kind) {
        removeEventListener(kind, dragged);
      });
    };
  }

  // Fills the bar as the bytes come, unpacked ones, as the build has counted them: what the server sends may be packed. They
  // are counted in a copy, since browsers keep compiled code for the next visit only with a response of their own. The worker's
  // bytes come after the page's: beside them they would take their room. What comes before them, two small scripts, one after
  // the other, is on its way with the page's last tenth.
  function count(response, bar) {
    if (!response.body) return;
    var reader = response.clone().body.getReader();
    var bytes = 0;
    reader.read().then(function more(part) {
      if (part.done) return;
      bytes += part.value.length;
      bar.value = bytes / names.bytes;
      // Where all of it comes at once the worker would take the processor from who draws the page.
      if (bytes > 0.9 * names.bytes && performance.now() > 2000) begunWorker();
      return reader.read().then(more);
    }).catch(function () {
      // Who compiles the response tells of the same fault.
    });
  }

  // What the browser notes of this page's requests, for the line that says where they went (src/app/shell/trust.rs).
  function countRequests() {
    var counts = (window.dryfRequests = { own: 0, others: 0 });
    if (typeof PerformanceObserver !== "function") return;
    var observer = new PerformanceObserver(function (list) {
      list.getEntries().forEach(function (entry) {
        var url = new URL(entry.name, document.baseURI);
        if (url.protocol === "data:" || url.protocol === "blob:") return;
        counts[url.origin === location.origin ? "own" : "others"] += 1;
      });
      dispatchEvent(new Event("dryf-requests"));
    });
    observer.observe({ type: "resource", buffered: true });
  }

  // Files that the system opens with the installed page are as if they were dropped.
  function takeLaunched() {
    if (!window.launchQueue) return;
    launchQueue.setConsumer(function (launch) {
      var files = Array.from(launch.files || [], function (handle) {
        return handle.getFile();
      });
      Promise.all(files).then(function (files) {
        if (files.length) window.dryfWishes.push(files);
      }, console.error);
    });
  }

  // Has the browser keep this build for visits without a network (www/sw.js), where it does that, and says when a newer one lies
  // ready. A page that stays open looks for one when it is looked at again, at most once an hour.
  function keepForOffline() {
    var container;
    try {
      container = navigator.serviceWorker;
    } catch (fault) {
      // A frame without an origin may not even look.
    }
    if (!container) return;
    container.register(new URL("sw.js", document.baseURI).href).then(
      function (registration) {
        function take() {
          var channel = new MessageChannel();
          var newer = registration.waiting;
          return new Promise(function (answer) {
            channel.port1.onmessage = function (event) {
              answer(event.data);
            };
            newer.addEventListener("statechange", function () {
              if (newer.state === "activated") location.reload();
            });
            newer.postMessage("take over", [channel.port2]);
          });
        }
        function look() {
          // The first one has nothing to take the place of.
          if (!registration.waiting || !registration.active) return;
          window.dryfUpdate = take;
          dispatchEvent(new Event("dryf-update"));
        }
        registration.addEventListener("updatefound", function () {
          registration.installing.addEventListener("statechange", look);
        });
        look();
        var last = Date.now();
        document.addEventListener("visibilitychange", function () {
          if (document.hidden || Date.now() - last < 3600000) return;
          last = Date.now();
          registration.update().catch(function () {
            // There is no network, which is what it is kept for.
          });
        });
      },
      function () {
        // The browser keeps nothing for this page, which then works all the same.
      },
    );
  }
})();
