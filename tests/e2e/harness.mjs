// What every end-to-end test starts from: the built page behind a plain static server, in a browser of its own.
//
//   dryfTest("the demo runs", async ({ element, screenshot }) => {
//     await element("load-demo").click();
//     …
//   });
//
// A test fails when the page logs an error or throws, unless it expects that (`{ errors: "expected" }`).

import assert from "node:assert/strict";
import { appendFileSync, createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, relative, resolve, sep } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const pkg = resolve(process.env.DRYF_PKG ?? join(root, "pkg"));
/** The command line, built: for what the page exports. */
export const dryfBinary = process.env.DRYF_BIN ? resolve(process.env.DRYF_BIN) : join(root, "target/release/dryf");

const MEDIA_TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

// The machine that tests has no network beyond its registries, and a browser that looks for some logs errors of its own.
const BROWSER_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Serves `folder` under `path` (begins and ends with a slash) on a free port of 127.0.0.1; everything else is 404, as on
 * a plain static host: no headers but the media type, no fallback to index.html.
 */
export async function serve(folder, path = "/") {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://host").pathname);
    const file = resolve(folder, asked.slice(path.length) || "index.html");
    const inside = asked.startsWith(path) && (file + sep).startsWith(folder + sep);
    if (!inside || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": MEDIA_TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}${path}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}

/**
 * A browser with a profile of its own in `profile` (give the same folder again to come back as the same user), which asks
 * for pages in the language of `locale`; then Chromium's arguments and more of playwright's options. It refuses to keep the page
 * for visits without a network but where `serviceWorkers` is "allow": playwright routes no request that is answered so. `errors` holds what any of its pages logged as an error or threw.
 */
export async function launch(profile, locale = "en-US", { args = [], ...options } = {}) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [...BROWSER_ARGUMENTS, ...args],
    viewport: { width: 1280, height: 800 },
    locale,
    ...options,
  });
  if (options.serviceWorkers !== "allow") await context.addInitScript(refuseWorkers);
  const errors = [];
  context.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (event) => errors.push(String(event.error())));
  return { context, errors, close: () => context.close() };
}

/** A `script`: the browser keeps no page for a visit without a network. */
function refuseWorkers() {
  const refuse = () => Promise.reject(new DOMException("The operation is insecure.", "SecurityError"));
  if (navigator.serviceWorker) navigator.serviceWorker.register = refuse;
}

/**
 * One test over the built page. `body` gets
 * - `page`: playwright's page, opened at the page's address and started;
 * - `element(id)`: the locator of `data-testid=id`;
 * - `screenshot(name)`: writes `name`.png into DRYF_SCREENSHOTS;
 * - `url`, `context`, `errors`, and `reopen()`: closes the browser and comes back as the same user.
 *
 * Options: `path` (where the page lies on the server), `open: false` (the body opens the page itself), `errors:
 * "expected"`, `timeout` in milliseconds, `siteData: "blocked"` (as by the browser's own setting), `script` (runs before
 * the page's), `locale` (the browser's), `host` (a name by which the browser knows this machine, and the page's),
 * `browser` (more of playwright's options).
 */
export function dryfTest(title, ...rest) {
  const body = rest.pop();
  const { path = "/", open = true, errors: expected, timeout = 120_000, siteData, script, locale, host, browser: options } = rest.pop() ?? {};
  test(title, { timeout }, async () => {
    assert.ok(existsSync(join(pkg, "index.html")), "pkg/ is not built: run ./dev build");
    const profile = mkdtempSync(join(tmpdir(), "dryf-e2e-"));
    if (siteData === "blocked") {
      mkdirSync(join(profile, "Default"));
      const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
      writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(settings));
    }
    const server = await serve(pkg, path);
    const url = host ? server.url.replace("127.0.0.1", host) : server.url;
    const args = host ? [`--host-resolver-rules=MAP ${host} 127.0.0.1`] : [];
    let browser = await launch(profile, locale, { args, ...options });
    const visit = async () => {
      if (script) await browser.context.addInitScript(script);
      const page = browser.context.pages()[0] ?? (await browser.context.newPage());
      if (open) {
        await page.goto(url);
        await started(page);
      }
      return page;
    };
    const errors = [];
    try {
      const dryf = {
        url,
        get context() {
          return browser.context;
        },
        get errors() {
          return [...errors, ...browser.errors];
        },
        page: await visit(),
        element: (id) => dryf.page.getByTestId(id),
        screenshot: async (name) => {
          const folder = process.env.DRYF_SCREENSHOTS ?? join(root, "target/e2e");
          mkdirSync(folder, { recursive: true });
          await dryf.page.screenshot({ path: join(folder, `${name}.png`) });
        },
        reopen: async () => {
          await browser.close();
          errors.push(...browser.errors);
          browser = await launch(profile, locale, { args, ...options });
          dryf.page = await visit();
        },
      };
      await body(dryf);
      if (expected !== "expected") assert.deepEqual(dryf.errors, [], "the browser's console has errors");
    } finally {
      await browser.close();
      await server.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

/** Waits until WebAssembly has taken over from what stands while it loads. */
export async function started(page) {
  await page.locator("#start").waitFor({ state: "detached", timeout: 30_000 });
}

/** A `script`: half of the page's WebAssembly comes; the rest does when a test calls `window.arrive()` in the page. */
export function holdHalf() {
  const fetched = window.fetch;
  window.fetch = async (...asked) => {
    const response = await fetched(...asked);
    if (!response.url.endsWith("_bg.wasm")) return response;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const half = bytes.length >> 1;
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(bytes.slice(0, half));
        await new Promise((arrive) => (window.arrive = arrive));
        controller.enqueue(bytes.slice(half));
        controller.close();
      },
    });
    return new Response(body, { headers: response.headers });
  };
}

/** Waits until half of the page's WebAssembly has come and the rest is held back by `holdHalf`. */
export async function heldHalf(page) {
  await page.waitForFunction(() => window.arrive && document.querySelector("#start progress").value > 0);
}

/**
 * The folder with PolEval's files, or null where there is none (the test then returns at once). Call it with
 * `import.meta.url`: the file is noted in DRYF_TEST_REPORT, so that `.ci/run` can tell that its tests ran.
 */
export function polevalDir(caller) {
  const given = process.env.DRYF_POLEVAL_DIR;
  const folder = given || join(root, "../shared/data/poleval2019-task6-2");
  if (!existsSync(folder)) {
    assert.ok(!given, `DRYF_POLEVAL_DIR is no folder: ${folder}`);
    assert.ok(!process.env.DRYF_REQUIRE_POLEVAL, `DRYF_REQUIRE_POLEVAL is set, but there is no folder ${folder}`);
    console.error("left out: set DRYF_POLEVAL_DIR to the folder with PolEval's files");
    return null;
  }
  if (process.env.DRYF_TEST_REPORT) {
    appendFileSync(process.env.DRYF_TEST_REPORT, `poleval:${relative(root, fileURLToPath(caller))}\n`);
  }
  return folder;
}
