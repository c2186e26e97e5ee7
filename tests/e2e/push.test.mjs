// The run that is shown goes to a real MLflow server: from a page of this machine, from one of another origin, over a connection
// that breaks; and each fault names what mends it. What the page's policy lets it reach is in policy.test.mjs.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { dryfTest } from "./harness.mjs";
import { cuttingProxy, rest, runsOf, startMlflow, stub } from "./mlflow.mjs";
import * as user from "./page.mjs";

let mlflow;
before(async () => {
  mlflow = await startMlflow();
});
after(() => mlflow?.close());

/** Presses Push and waits for what becomes of it: the outcome of the verdict, or the code of the fault. */
async function push(page, server) {
  await user.open(page, "export");
  if (server) await page.getByTestId("push-server").fill(server);
  await page.getByTestId("push").click();
  await page.locator("[data-testid=push-status][data-busy=false]").waitFor({ state: "attached", timeout: 120_000 });
  const section = page.getByTestId("push-section");
  const verdict = section.getByTestId("push-verdict");
  const fault = section.getByTestId("error");
  await verdict.or(fault).first().waitFor();
  const attribute = (await fault.count()) ? [fault, "data-code"] : [verdict, "data-outcome"];
  return attribute[0].getAttribute(attribute[1]);
}

async function trained(page) {
  await user.loadDemo(page);
  await user.run(page);
}

const valueOf = (pairs, key) => pairs?.find((pair) => pair.key === key)?.value;

dryfTest("two clicks bring a run to a server, and a second push changes nothing", { timeout: 240_000, errors: "expected" }, async (dryf) => {
  const { page, element, screenshot } = dryf;
  await trained(page);
  const test = await user.value(page, "metric-f1-micro-test");
  await user.open(page, "export");
  await element("push-more").locator("summary").click();
  await element("push-user").fill("ala");
  await element("push-password").fill("hunter2-secret");
  assert.equal(await push(page, mlflow.url), "pushed");
  await screenshot("push-done");

  const runs = await runsOf(mlflow.url, await experimentOf(page));
  assert.equal(runs.length, 1);
  const [{ info, data, outputs }] = runs;
  assert.equal(info.status, "FINISHED");
  assert.equal(valueOf(data.tags, "mlflow.user"), "ala");
  assert.equal(valueOf(data.metrics, "f1_micro_test_set"), test);
  const version = await rest(mlflow.url, "registered-models/alias", { name: await element("push-register").inputValue(), alias: "challenger" }, "GET");
  assert.equal(version.model_version.run_id, info.run_id);
  const links = await element("push-facts").getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.deepEqual(links.map((link) => link.slice(mlflow.url.length, mlflow.url.length + 4)), ["", "/#/e", "/#/e", "/#/m"]);
  assert.ok(links[1].endsWith(`/runs/${info.run_id}`), links[1]);
  assert.ok(links[2].endsWith(`/models/${outputs.model_outputs[0].model_id}`), links[2]);
  await user.counted(page.locator("iframe"), 0, "the frame has gone with the push");

  assert.equal(await push(page), "equal");
  const again = await runsOf(mlflow.url, await experimentOf(page));
  assert.deepEqual(again, runs);

  // A browser logs what a server has not, or has already.
  const ours = dryf.errors.filter((error) => !(error.startsWith("Failed to load resource: the server responded with a status of 40") && error.includes(mlflow.url)));
  assert.deepEqual(ours, []);

  // The login is nowhere but in the page's memory.
  await user.open(page, "data");
  await page.waitForTimeout(500);
  const kept = await page.evaluate(async () => {
    const texts = [location.href, JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
      });
      for (const store of database.objectStoreNames) {
        const values = await new Promise((resolve) => {
          const all = database.transaction(store).objectStore(store).getAll();
          all.onsuccess = () => resolve(all.result);
        });
        const decoded = (value) => (value instanceof Uint8Array ? new TextDecoder("latin1").decode(value) : value);
        texts.push(JSON.stringify(values, (_, value) => decoded(value)));
      }
      database.close();
    }
    return texts.join("\n");
  });
  assert.ok(kept.length > 1000);
  assert.ok(!kept.includes("hunter2"), "the password is kept");
});

async function experimentOf(page) {
  const facts = await page.getByTestId("push-facts").locator("dd").allInnerTexts();
  return facts[1].split(" ")[0];
}

dryfTest("what would be sent is told before, and nothing is sent", async ({ page, element }) => {
  const server = await stub((_, response) => response.end());
  try {
    await trained(page);
    await user.open(page, "export");
    await element("push-server").fill(server.url);
    await element("push-plan-ask").click();
    await page.locator("[data-testid=push-verdict][data-outcome=planned]").waitFor();
    await user.counted(element("push-plan").locator("tbody tr"), 1);
    assert.equal(server.count(), 0);
    await user.counted(page.locator("iframe"), 0);
  } finally {
    await server.close();
  }
});

dryfTest("a connection that breaks is gone on with", { timeout: 240_000, errors: "expected" }, async ({ page, element }) => {
  let puts = 0;
  const proxy = await cuttingProxy(mlflow.port, (request) => (request.method === "PUT" && (puts += 1) > 3 ? "cut" : undefined));
  try {
    await trained(page);
    await user.open(page, "export");
    await element("push-more").locator("summary").click();
    await element("push-experiment").fill("broken");
    assert.equal(await push(page, proxy.url), "unreachable");
    assert.ok(proxy.isDown());
    const [begun] = await runsOf(mlflow.url, "broken");
    assert.equal(begun.info.status, "RUNNING");
    proxy.mend();
    assert.equal(await push(page), "pushed");
    const runs = await runsOf(mlflow.url, "broken");
    assert.deepEqual(runs.map((run) => [run.info.run_id, run.info.status]), [[begun.info.run_id, "FINISHED"]]);
  } finally {
    await proxy.close();
  }
});

dryfTest("a push that is stopped is gone on with", { timeout: 240_000, errors: "expected" }, async ({ page, element }) => {
  let puts = 0;
  let held;
  const isHeld = new Promise((resolve) => (held = resolve));
  const proxy = await cuttingProxy(mlflow.port, (request) => {
    if (request.method !== "PUT" || (puts += 1) !== 4) return undefined;
    held();
    return "hold";
  });
  try {
    await trained(page);
    await user.open(page, "export");
    await element("push-more").locator("summary").click();
    await element("push-experiment").fill("stopped");
    await element("push-server").fill(proxy.url);
    await element("push").click();
    await isHeld;
    await user.counted(page.locator("iframe"), 1);
    await element("push-cancel").click();
    await page.locator("[data-testid=push-status][data-busy=false]").waitFor({ state: "attached" });
    assert.match(await element("push-status").innerText(), /Stopped/);
    await user.counted(page.locator("iframe"), 0);
    assert.equal(await push(page), "pushed");
    const runs = await runsOf(mlflow.url, "stopped");
    assert.deepEqual(runs.map((run) => run.info.status), ["FINISHED"]);
  } finally {
    await proxy.close();
  }
});

dryfTest("a model that was pushed comes back into production, and no other one", { timeout: 240_000, errors: "expected" }, async ({ page, element, screenshot }) => {
  const { experiment_id } = await rest(mlflow.url, "experiments/create", { name: "others" });
  const { run } = await rest(mlflow.url, "runs/create", { experiment_id, run_name: "not Dryf's" });
  await rest(mlflow.url, "registered-models/create", { name: "foreign" });
  await rest(mlflow.url, "model-versions/create", { name: "foreign", source: `runs:/${run.info.run_id}/model`, run_id: run.info.run_id });
  await trained(page);
  await user.open(page, "export");
  await element("push-register").fill("brought back");
  await element("push-alias").selectOption("challenger");
  assert.equal(await push(page, mlflow.url), "pushed");

  await user.open(page, "validate");
  await user.counted(element("production-none"), 1);
  await element("pull").locator("summary").click();
  assert.equal(await element("pull-server").inputValue(), mlflow.url);
  await element("pull-list").click();
  const rows = element("pull-models").locator("tbody tr");
  const foreign = rows.filter({ hasText: "models:/foreign/1" });
  await foreign.waitFor();
  assert.match(await foreign.innerText(), /not pushed by Dryf/);
  await user.counted(foreign.getByRole("button"), 0);
  const own = rows.filter({ hasText: "models:/brought back/1" });
  assert.match(await own.innerText(), /challenger/);
  await screenshot("pull-models");
  await own.getByTestId("pull-take").click();
  await element("production").waitFor();
  await page.locator("[data-testid=promote][data-promoted=true]").waitFor();
  const came = page.locator("[data-testid=production-history] tr[data-how=server]");
  await came.waitFor({ state: "attached" });
  assert.ok((await came.textContent()).includes(`models:/brought back/1 from ${mlflow.url}`));
  await user.counted(page.locator("iframe"), 0);
});

dryfTest("a page of another origin is told the flag, and is let in by it", { timeout: 300_000, errors: "expected", host: "page.test" }, async ({ page, url, element, screenshot }) => {
  const { origin } = new URL(url);
  await trained(page);
  assert.equal(await push(page, mlflow.url), "unreachable");
  const said = await element("push-section").getByTestId("error").innerText();
  assert.ok(said.includes(`mlflow server with --cors-allowed-origins ${origin}`), said);
  await screenshot("push-withheld");
  const open = await startMlflow("--cors-allowed-origins", origin);
  try {
    assert.equal(await push(page, open.url), "pushed");
    assert.equal((await runsOf(open.url, await experimentOf(page))).length, 1);
  } finally {
    await open.close();
  }
});

dryfTest("a fault of the server is said with what mends it", { timeout: 240_000, errors: "expected", host: "other.test" }, async ({ page, url, element }) => {
  await trained(page);
  const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*", "content-type": "text/html" };
  const locked = await stub((request, response) => response.writeHead(request.method === "OPTIONS" ? 200 : 401, cors).end("no"));
  const html = await stub((_, response) => response.writeHead(200, cors).end("<!doctype html><title>shop</title>"));
  const gone = await stub(() => {});
  await gone.close();
  const open = await startMlflow("--cors-allowed-origins", new URL(url).origin);
  try {
    for (const [server, code, part] of [
      [locked.url, "unauthorized", /user and password, or a token/],
      [html.url, "not-mlflow", /no MLflow server \(200\).*shop/s],
      [gone.url, "unreachable", /there is no connection/],
      ["127.0.0.1:5000", "usage", /such as http:\/\/127\.0\.0\.1:5000/],
      ["http://[::1]:5000", "usage", /localhost/],
      // Known to the server by no name of its own.
      [open.url.replace("127.0.0.1", "other.test"), "unreachable", /--allowed-hosts other\.test:/],
    ]) {
      assert.equal(await push(page, server), code, server);
      assert.match(await element("push-section").getByTestId("error").innerText(), part);
    }
  } finally {
    await Promise.all([locked.close(), html.close(), open.close()]);
  }
});
