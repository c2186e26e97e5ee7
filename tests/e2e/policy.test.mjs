// What the browser holds the page to: no other host, no inline style, nothing active out of a text; and the frame of a push to the
// one server that it was opened for.

import assert from "node:assert/strict";
import { dryfTest } from "./harness.mjs";
import { stub } from "./mlflow.mjs";
import * as user from "./page.mjs";

const anyone = (_, response) => response.writeHead(200, { "access-control-allow-origin": "*" }).end("7");

dryfTest("the page reaches no other host, and takes nothing active", { errors: "expected" }, async ({ page, errors, element }) => {
  const other = await stub(anyone);
  try {
    await user.everything(page);
    for (const view of user.VIEWS) await user.settled(page, view);
    assert.deepEqual(errors, [], "the page keeps to its own policy");
    await user.counted(page.locator("iframe"), 0);
    // Drawn by the views, not by an attribute that the policy refuses.
    await user.open(page, "evaluate");
    assert.match(await element("cell-0-0").evaluate((cell) => cell.style.getPropertyValue("--share")), /%$/);

    const tried = await page.evaluate(async (url) => {
      const said = {};
      const fault = (error) => error.name;
      said.fetch = await fetch(url).then(() => "done", fault);
      said.image = await new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve("done");
        image.onerror = () => resolve("refused");
        image.src = url;
      });
      const box = document.createElement("div");
      document.body.append(box);
      box.setAttribute("style", "color: rgb(1, 2, 3)");
      said.style = getComputedStyle(box).color === "rgb(1, 2, 3)";
      const made = (html) => {
        try {
          box.innerHTML = html;
          return "done";
        } catch (error) {
          return error.name;
        }
      };
      said.markup = made('<p class="quiet">text</p>');
      for (const html of ["<img src=x onerror=alert(1)>", '<p onclick="x">', "<script>1</script>", '<a href="javascript:1">x</a>', '<svg><animate onbegin="x"/></svg>']) {
        said[html] = made(html);
      }
      try {
        said.worker = new Worker("push.js") && "done";
      } catch (error) {
        said.worker = error.name;
      }
      try {
        said.eval = (0, eval)("1 + 1");
      } catch (error) {
        said.eval = error.name;
      }
      box.remove();
      return said;
    }, other.url);
    const { fetch, image, style, markup, eval: evaluated, ...refused } = tried;
    assert.deepEqual({ fetch, image, style, markup, evaluated }, { fetch: "TypeError", image: "refused", style: false, markup: "done", evaluated: "EvalError" });
    assert.deepEqual(new Set(Object.values(refused)), new Set(["TypeError"]), JSON.stringify(refused));
    assert.equal(other.count(), 0, "the other host was asked");
  } finally {
    await other.close();
  }
});

dryfTest("the frame of a push reaches the server of its address alone", { errors: "expected" }, async ({ page, url }) => {
  const [named, other] = [await stub(anyone), await stub(anyone)];
  try {
    const framed = async (server) => {
      await page.evaluate(async (address) => {
        document.querySelector("iframe")?.remove();
        const frame = document.createElement("iframe");
        frame.src = address;
        await new Promise((loaded) => {
          frame.onload = loaded;
          document.body.append(frame);
        });
      }, `${url}push.html#${encodeURIComponent(server)}`);
      return page.frames().find((frame) => frame.url().includes("push.html"));
    };
    const frame = await framed(`${named.url}/ml`);
    const reach = (address) => frame.evaluate((address) => fetch(address).then((answer) => answer.text(), (error) => error.name), address);
    assert.equal(await reach(`${named.url}/x`), "7");
    assert.equal(await reach(other.url), "TypeError");
    assert.equal(await reach(url), "TypeError");
    assert.equal(other.count(), 0);
    // An address that is none of a server opens nothing at all.
    for (const odd of ["* http:", "javascript:1", "", "data:,x"]) {
      assert.equal(await (await framed(odd)).evaluate(() => window.dryfIsReady), undefined, odd);
    }
    // Nobody but its page is listened to.
    await page.goto(`${url}push.html#${encodeURIComponent(named.url)}`);
    assert.equal(await page.evaluate(() => window.dryfIsReady), undefined);
  } finally {
    await Promise.all([named.close(), other.close()]);
  }
});
