// A link that carries small data: copied, opened by somebody else after a question, refused where it is damaged; no server sees them.

import assert from "node:assert/strict";
import { dryfTest, started } from "./harness.mjs";
import * as user from "./page.mjs";

const TEXTS = Array.from({ length: 40 }, (_, row) => (row % 2 ? `co za zły ${row} dzień` : `co za miły ${row} dzień`));
const FILES = [user.file("texts.txt", `${TEXTS.join("\n")}\n`), user.file("tags.txt", `${TEXTS.map((_, row) => row % 2).join("\n")}\n`)];
const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

for (const [locale, question] of [
  ["en-US", "This link brings 80 lines of data (tags.txt, texts.txt). Load them?"],
  ["pl-PL", "Ten link zawiera dane: 80 wierszy (tags.txt, texts.txt). Wczytać je?"],
]) {
  dryfTest(`small data go with a link, and come after a question (${locale})`, { locale, browser: CLIPBOARD }, async ({ page, element, url, context, screenshot }) => {
    await user.giveFiles(page, FILES);
    await user.inState(page, "data", "ready");
    await user.open(page, "train");
    await element("svc.C").fill("2.5");
    await element("link-open").click();
    await screenshot(`link-${locale}`);
    await element("link-plain").getByRole("button").click();
    await page.waitForFunction(() => navigator.clipboard.readText().then((text) => text.includes("#train")));
    assert.equal(await clipboard(page), `${url}#train?svc.C=2.5`);
    await element("link-data").getByRole("button").click();
    await page.waitForFunction(() => navigator.clipboard.readText().then((text) => text.includes("data=")));
    const link = await clipboard(page);
    assert.ok(link.startsWith(`${url}#train?svc.C=2.5&data=`) && link.length < 2_000, link);

    const receiver = await context.browser().newContext({ locale });
    try {
      const theirs = await receiver.newPage();
      const asked = [];
      theirs.on("request", (request) => asked.push(request.url()));
      await theirs.goto(link);
      await started(theirs);
      const linked = theirs.getByTestId("linked");
      const said = (await linked.locator("p").innerText()).replace(/[\u2068\u2069]/g, "");
      assert.equal(said.replace("texts.txt, tags.txt", "tags.txt, texts.txt"), question);
      assert.doesNotMatch(theirs.url(), /data=/, "the address goes on without them");
      assert.equal(await theirs.getByTestId("svc.C").inputValue(), locale === "pl-PL" ? "2,5" : "2.5");
      await theirs.getByTestId("linked-load").click();
      await user.inState(theirs, "data", "ready");
      await linked.waitFor({ state: "detached" });
      await user.open(theirs, "data");
      await user.counted(theirs.getByTestId("file"), 2);
      await theirs.getByText("co za miły 0 dzień").first().waitFor();
      assert.ok(asked.length > 0 && asked.every((address) => !address.includes("data=")), "no server sees them");
    } finally {
      await receiver.close();
    }
  });
}

dryfTest("a link whose data are damaged says so, and data that nobody wants stay out", { open: false }, async ({ page, element, url }) => {
  for (const data of ["AAAA", "%00<script>", "A".repeat(30_000)]) {
    await page.goto("about:blank");
    await page.goto(`${url}#data?data=${data}`);
    await started(page);
    await page.getByText("the data in this link can't be read").first().waitFor();
    await user.counted(element("linked"), 0);
  }
  // One file of one line, as `pack` of src/session/link_data.rs writes it.
  const { deflateSync } = await import("node:zlib");
  const name = Buffer.from("<img src=x onerror=alert(1)>");
  const lengths = [Buffer.alloc(2), Buffer.alloc(4)];
  lengths[0].writeUInt16LE(name.length);
  lengths[1].writeUInt32LE(3);
  const data = deflateSync(Buffer.concat([lengths[0], name, lengths[1], Buffer.from("abc")])).toString("base64url");
  await page.goto("about:blank");
  await page.goto(`${url}#data?data=${data}`);
  await started(page);
  assert.match(await element("linked").innerText(), /1 line of data \(.*<img src=x onerror=alert\(1\)>/);
  await element("linked").getByRole("button").last().click();
  await element("linked").waitFor({ state: "detached" });
  await user.counted(element("file"), 0);
});

dryfTest("the demo goes into no link", async ({ page, element }) => {
  await user.loadDemo(page);
  await element("link-open").click();
  await page.getByRole("dialog", { name: "Link to this" }).getByText("The demo and larger data do not.").waitFor();
  await user.counted(element("link-data"), 0);
});
