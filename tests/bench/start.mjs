// How soon a visit starts, in Chromium without a cache, from `dryf serve` over the compressed page: on 127.0.0.1 as it is, and at
// 1.6 Mbit/s with 150 ms by the browser's own throttling.
//
//   node tests/bench/start.mjs [--rounds N] [FOLDER...]
//
// FOLDER holds a built page, pkg/ unless told; several are visited by turns. Prints the least, the median and the most of 5 rounds,
// unless told, in milliseconds. Each visit presses "Try the demo" as soon as the first card is there, which ends on the demo's verdict.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { dryfBinary, launch, pkg } from "../e2e/harness.mjs";

const NETWORKS = {
  "127.0.0.1": null,
  "1.6 Mbit/s, 150 ms": { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 1.6e6 / 8 },
};

/** Runs in the page before its own scripts: notes when each thing is there, frame by frame, and does what a visitor does. */
function visit() {
  const at = (window.times = {});
  const find = (id, rest = "") => document.querySelector(`[data-testid="${id}"]${rest}`);
  const isSeen = (element) => element && element.checkVisibility({ visibilityProperty: true });
  const note = (what, is) => {
    if (is && !(what in at)) at[what] = performance.now();
  };
  const look = () => {
    note("shell", isSeen(document.querySelector(".brand")));
    const demo = find("load-demo");
    if (!("card" in at) && isSeen(demo)) {
      note("card", true);
      // In the next frame: it has been painted, and listens or does not.
      requestAnimationFrame(() => find("load-demo").click());
    }
    note("button answers", find("load-demo", "[aria-busy=true]") || find("tab-data", "[data-state=busy]") || find("tab-data", "[data-state=ready]"));
    note("app", find("tab-data"));
    note("demo loaded", find("tab-data", "[data-state=ready]"));
    note("demo trained", isSeen(find("evaluate-verdict")));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** A visit of a newcomer: milliseconds since the navigation. */
async function measure(url, network) {
  const profile = mkdtempSync(join(tmpdir(), "dryf-start-"));
  const browser = await launch(profile);
  try {
    const page = browser.context.pages()[0];
    const session = await browser.context.newCDPSession(page);
    await session.send("Network.enable");
    if (network) await session.send("Network.emulateNetworkConditions", network);
    await page.addInitScript(visit);
    await page.goto(url);
    await page.waitForFunction(() => "demo trained" in window.times, null, { timeout: 120_000 });
    if (browser.errors.length) throw new Error(browser.errors.join("\n"));
    return await page.evaluate(() => ({
      "first paint": performance.getEntriesByName("first-contentful-paint")[0].startTime,
      ...window.times,
    }));
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** `dryf serve` over a folder, once it listens. */
async function serve(folder) {
  const server = spawn(dryfBinary, ["serve", "--port", "0", "--dir", folder], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise((found, lost) => {
    server.stdout.on("data", (said) => /http:\S+/.test(said) && found(String(said).match(/http:\S+/)[0]));
    server.on("exit", () => lost(new Error(`dryf serve --dir ${folder} has ended`)));
  });
  return { folder, url, visits: [], end: () => server.kill() };
}

const { values, positionals } = parseArgs({ options: { rounds: { type: "string", default: "5" } }, allowPositionals: true });
const servers = await Promise.all((positionals.length ? positionals : [pkg]).map(serve));
try {
  for (const [name, network] of Object.entries(NETWORKS)) {
    for (const server of servers) server.visits = [];
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const { url, visits } of servers) visits.push(await measure(url, network));
    }
    for (const { folder, visits } of servers) {
      console.log(`${name}, ${folder}`);
      for (const what of Object.keys(visits[0])) {
        const sorted = visits.map((visit) => visit[what]).toSorted((one, other) => one - other);
        const [least, median, most] = [0, sorted.length >> 1, sorted.length - 1].map((place) => Math.round(sorted[place]));
        console.log(`  ${what.padEnd(16)} ${least} ${median} ${most}`);
      }
    }
  }
} finally {
  for (const server of servers) server.end();
}
