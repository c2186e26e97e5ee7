// The model elsewhere: the npm package in Node, in TypeScript and in a page, and the HTML file that classifies by itself, opened
// as a file. Both answer as `dryf predict` does, to the last bit of each number.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import axe from "axe-core";
import { dryfTest, launch, pkg, polevalDir, serve } from "./harness.mjs";
import * as user from "./page.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const demoTexts = join(root, "www/demo/test_text.txt");
const HOSTILE = ["<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "\u202e\u200b=1+1", "a".repeat(100_000), "", "{class}"];

/** An archive of a run that the command line did. */
function trained(folder, name, config = "", data = ["--demo"]) {
  const out = join(folder, `${name}.zip`);
  user.dryf(["train", ...data, "--config", user.write(folder, `${name}.toml`, config), "--out", out]);
  return out;
}

/** What `dryf predict` says of each text of a file. */
const predicted = (archive, texts) => {
  const lines = user.dryf(["predict", "--model", archive, "--text", texts, "--format", "json"]);
  return lines.trimEnd().split("\n").map((line) => JSON.parse(line));
};

/** A program's folder with the package in it, packed as it would be published. */
const app = mkdtempSync(join(tmpdir(), "dryf-e2e-app-"));
const installed = join(app, "node_modules/dryf");
let Classifier;

before(async () => {
  execFileSync(join(root, ".ci/npm.sh"), [pkg, join(app, "dryf")]);
  const tarball = execFileSync("npm", ["pack", "--silent", "./dryf"], { cwd: app, encoding: "utf8" }).trim();
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(app, tarball), "-C", installed, "--strip-components=1"]);
  // As a program there imports it.
  const program = user.write(app, "program.mjs", 'export { Classifier } from "dryf";\n');
  ({ Classifier } = await import(pathToFileURL(program)));
});

after(() => rmSync(app, { recursive: true, force: true }));

const MODELS = {
  poly: "",
  "probabilities": "[svc]\nkernel = \"linear\"\nprobability = true\n",
  "linear, characters": '[svc]\nengine = "linear"\nkernel = "linear"\n[chars]\nenabled = true\n',
};

test("the npm package answers as `dryf predict` does", { timeout: 240_000 }, () =>
  user.inFolder(async (folder) => {
    for (const file of ["README.md", "LICENSE-MIT", "notices.txt", "index.d.ts", "dryf-classifier_bg.wasm"]) assert.ok(existsSync(join(installed, file)), file);
    const texts = readFileSync(demoTexts, "utf8").trimEnd().split("\n");
    for (const [name, config] of Object.entries(MODELS)) {
      const archive = trained(folder, name, config);
      const packed = join(folder, "packed.zip");
      user.dryf(["export", "--model", archive, "--packed", packed]);
      const expected = predicted(archive, demoTexts);
      for (const file of [archive, packed]) {
        const classifier = await Classifier.load(readFileSync(file));
        assert.deepEqual(classifier.classifyAll(texts), expected, name);
        assert.deepEqual(classifier.classify(texts[0]), expected[0]);
        assert.equal(classifier.modelSha256, user.manifestOf(archive).model_sha256);
        assert.deepEqual(classifier.classes, Object.keys(expected[0].scores));
        if (name === "poly") for (const text of HOSTILE) assert.ok(classifier.classes.includes(classifier.classify(text).label));
        const why = classifier.explain(texts[0]);
        assert.equal(why.pieces.map((piece) => piece.text).join(""), why.cleaned);
        assert.equal(why.label, expected[0].label);
        if (why.method === "exact" && name !== "linear, characters") {
          // A word's weight is that of all its occurrences, so that each word counts once.
          const weights = new Map(why.pieces.filter((piece) => piece.isKnown).map((piece) => [piece.text, piece.weight]));
          const sum = [...weights.values()].reduce((sum, weight) => sum + weight, why.intercept);
          assert.ok(Math.abs(sum - why.value) < 1e-9, `${sum} is not ${why.value}`);
        }
        classifier.free();
      }
    }
  }));

test("two classes have two scores, and a class without training rows has none", { timeout: 120_000 }, () =>
  user.inFolder(async (folder) => {
    const rows = (classes, n) => Array.from({ length: n }, (_, at) => `${["dobry dzień", "zły wieczór", "nowy rower"][at % classes]} numer${at % 7},${"abc"[at % classes]}`);
    const train = user.write(folder, "train.csv", ["text,label", ...rows(2, 80)].join("\n"));
    const test = user.write(folder, "test.csv", ["text,label", ...rows(3, 30)].join("\n"));
    const archive = trained(folder, "two", "", ["--train-text", train, "--test-text", test]);
    const classifier = await Classifier.load(readFileSync(archive));
    const texts = user.write(folder, "texts.txt", "dobry dzień\nzły wieczór\nnowy rower\n");
    const expected = predicted(archive, texts);
    const answers = classifier.classifyAll(["dobry dzień", "zły wieczór", "nowy rower"]);
    assert.deepEqual(classifier.classes, ["a", "b"]);
    assert.deepEqual(
      answers,
      expected.map(({ label, scores: [value] }) => ({ label, scores: { a: -value, b: value } })),
    );
  }));

test("what is no model is refused with what, where and remedy", { timeout: 60_000 }, () =>
  user.inFolder(async (folder) => {
    const archive = readFileSync(trained(folder, "demo"));
    const damaged = Buffer.from(archive);
    damaged.fill(0, damaged.length >> 1, (damaged.length >> 1) + 64);
    const cases = [
      [Buffer.from("text,label\n"), "not-an-archive"],
      [new Uint8Array(), "not-an-archive"],
      [archive.subarray(0, archive.length >> 1), "damaged-zip"],
      [damaged, "damaged-zip"],
    ];
    for (const [bytes, code] of cases) {
      const fault = await Classifier.load(bytes, { name: "mine.zip" }).then(() => assert.fail("it was opened"), (fault) => fault);
      assert.ok(fault instanceof Error);
      assert.deepEqual([fault.name, fault.code, fault.where], ["DryfError", code, "mine.zip"]);
      assert.equal(fault.message, `${fault.where}: ${fault.what}; ${fault.remedy}`);
    }
    const polish = await Classifier.load(new Uint8Array(), { language: "pl" }).catch((fault) => fault);
    assert.match(polish.what, /zip/);
    assert.notEqual(polish.what, (await Classifier.load(new Uint8Array()).catch((fault) => fault)).what);
    const classifier = await Classifier.load(archive);
    assert.throws(() => classifier.explain("co", { class: "none" }), { name: "DryfError", code: "invalid-parameter" });
  }));

test("TypeScript knows the package's types", { timeout: 120_000 }, () => {
  user.write(
    app,
    "use.mts",
    `import { Classifier, type DryfError, type Classification } from "dryf";
     const classifier = await Classifier.load(new Uint8Array(), { name: "run.zip", language: "pl" });
     const answers: Classification[] = classifier.classifyAll(["co"]);
     const score: number | undefined = answers[0]?.scores["x"];
     const weight: number | null | undefined = classifier.explain("co", { class: "x" }).pieces[0]?.weight;
     try { classifier.classify("co").label.toUpperCase(); } catch (fault) { (fault as DryfError).remedy?.trim(); }
     // @ts-expect-error a text is no number
     classifier.classify(1);
     // @ts-expect-error a classifier is loaded
     new Classifier();
     export { score, weight };`,
  );
  const tsc = join(root, "tests/e2e/node_modules/typescript/bin/tsc");
  const options = ["--noEmit", "--strict", "--noUncheckedIndexedAccess", "--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom"];
  execFileSync(process.execPath, [tsc, ...options, "use.mts"], { cwd: app, encoding: "utf8" });
});

/** A browser of its own with the page of `dryf export --html` opened as a file; nothing may be asked of any host. */
async function opened(folder, archive, locale, body) {
  const html = join(folder, "classifier.html");
  user.dryf(["export", "--model", archive, "--html", html, "--dir", pkg]);
  const browser = await launch(join(folder, `profile-${locale}`), locale);
  try {
    const page = await browser.context.newPage();
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("dialog", () => assert.fail("a text became a program"));
    await page.goto(pathToFileURL(html).href);
    await page.waitForFunction(() => !document.getElementById("text").disabled);
    await body(page, (name) => page.screenshot({ path: join(process.env.DRYF_SCREENSHOTS ?? folder, `${name}.png`), fullPage: true }));
    assert.deepEqual(asked.filter((url) => !/^(file|blob):/.test(url)), []);
    assert.deepEqual(browser.errors, []);
  } finally {
    await browser.close();
  }
}

/** The rows of the table that the page gives for a file. */
async function classified(page, file) {
  await page.getByTestId("file").setInputFiles(file);
  const download = page.waitForEvent("download");
  await page.getByTestId("download").click({ timeout: 120_000 });
  return readFileSync(await (await download).path(), "utf8");
}

/** The lines of a table whose texts have no quotes, as what `dryf predict` says. */
function answersOf(table, classes) {
  const [, ...rows] = table.trimEnd().split("\r\n");
  return rows.map((row) => {
    const [label, ...scores] = row.split(",").slice(-1 - classes.length);
    return { label, scores: Object.fromEntries(classes.map((name, at) => [name, Number(scores[at])])) };
  });
}

test("the HTML file classifies without a network, in both languages", { timeout: 180_000 }, () =>
  user.inFolder(async (folder) => {
    const archive = trained(folder, "demo");
    const expected = predicted(archive, demoTexts);
    const classes = Object.keys(expected[0].scores);
    const [text] = readFileSync(demoTexts, "utf8").split("\n");
    const shown = (value, locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(value);
    for (const [locale, title] of [["en-US", "Classify texts"], ["pl-PL", "Klasyfikacja tekstów"]]) {
      await opened(folder, archive, locale, async (page, screenshot) => {
        assert.equal(await page.locator("h1").innerText(), title);
        await page.getByTestId("text").fill(text);
        assert.equal(await page.getByTestId("label").innerText(), expected[0].label);
        const numbers = await page.getByTestId("scores").locator("dd:last-child").allInnerTexts();
        assert.deepEqual(numbers, classes.map((name) => shown(expected[0].scores[name], locale.slice(0, 2))));
        await page.getByTestId("why").locator("mark").first().waitFor();
        const table = await classified(page, demoTexts);
        assert.deepEqual(answersOf(table, classes), expected);
        await page.evaluate(axe.source);
        for (const [scheme, width] of [["light", 1280], ["dark", 1280], ["light", 400], ["dark", 400]]) {
          await page.emulateMedia({ colorScheme: scheme });
          await page.setViewportSize({ width, height: 800 });
          assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} is too narrow`);
          const { violations } = await page.evaluate(() => axe.run());
          assert.deepEqual(violations.map((violation) => [violation.id, violation.nodes[0].html]), []);
          await screenshot(`classifier-${locale.slice(0, 2)}-${scheme}-${width}`);
        }
      });
    }
    // The same file is written again, and a folder without a classifier is named with what to do.
    const page = readFileSync(join(folder, "classifier.html"));
    user.dryf(["export", "--model", archive, "--html", join(folder, "again.html"), "--dir", pkg]);
    assert.ok(page.equals(readFileSync(join(folder, "again.html"))));
    assert.throws(
      () => user.dryf(["export", "--model", archive, "--html", join(folder, "none.html"), "--dir", folder]),
      (fault) => fault.status === 66 && /has no classifier.*\.\/dev build/.test(fault.stderr),
    );
  }));

test("hostile texts and tables stay texts in the HTML file", { timeout: 120_000 }, () =>
  user.inFolder(async (folder) => {
    const name = "<script>alert(1)</script>{}";
    const archive = trained(folder, "hostile", `[run]\nname = ${JSON.stringify(name)}\n`);
    await opened(folder, archive, "en-US", async (page) => {
      assert.equal(await page.locator("#subject").innerText(), name);
      for (const text of HOSTILE) {
        await page.getByTestId("text").fill(text);
        if (text) await page.getByTestId("label").waitFor();
      }
      const table = user.write(
        folder,
        "tabela.csv",
        'id;treść\r\n=1+1;"<b>ładny; ""dzień""\r\ndrugi wiersz"\r\n-5;co\r\n',
      );
      const csv = await classified(page, table);
      const [header, ...rest] = csv.split("\r\n");
      assert.ok(header.startsWith("\ufeffid;treść;label;score "));
      assert.ok(rest[0].startsWith("'=1+1;\"<b>ładny; \"\"dzień\"\""), rest[0]);
      assert.ok(csv.includes("\r\n'-5;co;"));
      assert.equal(await page.locator("#rows td").first().textContent(), '<b>ładny; "dzień"\r\ndrugi wiersz');
      // Another column, and no header: three rows.
      await page.getByTestId("header").uncheck();
      await page.getByTestId("column").selectOption("0");
      await page.waitForFunction(() => document.querySelectorAll("#rows tr").length === 3);
      assert.equal(await page.locator("#rows td").first().innerText(), "id");
      // Windows-1250, as Polish Excel saves it.
      writeFileSync(join(folder, "excel.csv"), Buffer.from("tekst;x\r\nza\xbf\xf3\xb3\xe6;1\r\n", "latin1"));
      assert.ok((await classified(page, join(folder, "excel.csv"))).includes("zażółć;1;"));
      await page.getByTestId("file").setInputFiles({ name: "photo.txt", mimeType: "image/png", buffer: Buffer.from([0x89, 0, 1, 2]) });
      await page.getByRole("alert").waitFor();
    });
  }));

test("the package's example page classifies in the browser", { timeout: 120_000 }, () =>
  user.inFolder(async (folder) => {
    const archive = trained(folder, "demo");
    const server = await serve(installed);
    const browser = await launch(join(folder, "profile"));
    try {
      const page = await browser.context.newPage();
      await page.goto(`${server.url}example/index.html`);
      await page.locator("#archive").setInputFiles(archive);
      await page.locator("#text:enabled").fill("co za ładny dzień");
      const expected = predicted(archive, user.write(folder, "one.txt", "co za ładny dzień\n"))[0];
      assert.deepEqual(JSON.parse(await page.locator("#answer").innerText()), expected);
      assert.deepEqual(browser.errors.filter((error) => !error.includes("favicon")), []);
    } finally {
      await browser.close();
      await server.close();
    }
  }));

test("on all test tweets of PolEval the package and the HTML file answer as `dryf predict` does", { timeout: 300_000 }, () =>
  user.inFolder(async (folder) => {
    const poleval = polevalDir(import.meta.url);
    if (!poleval) return;
    const archive = trained(folder, "poleval", "", ["--data", poleval]);
    const texts = join(poleval, "test_set_only_text.txt");
    const expected = predicted(archive, texts);
    assert.equal(expected.length, 1000);
    const lines = readFileSync(texts, "utf8").trimEnd().split(/\r?\n/);
    assert.deepEqual((await Classifier.load(readFileSync(archive))).classifyAll(lines), expected);
    await opened(folder, archive, "pl-PL", async (page) => {
      const table = await classified(page, texts);
      // A tweet may have quotes and commas; what is compared stands behind them, and no tweet has a line's end.
      assert.deepEqual(answersOf(table, Object.keys(expected[0].scores)), expected);
    });
  }));

dryfTest("the view Export saves the file that the command line writes of the same archive", async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.run(page);
  await user.open(page, "export");
  await element("export").waitFor();
  await screenshot("export-classifier");
  await user.inFolder(async (folder) => {
    const archive = await user.download(page, folder);
    const html = await user.download(page, folder, "export-classifier");
    const own = join(folder, "own.html");
    user.dryf(["export", "--model", archive, "--html", own, "--dir", pkg]);
    assert.ok(readFileSync(html).equals(readFileSync(own)));
  });
});

dryfTest("a server without the classifier is named with what to do", { errors: "expected" }, async ({ page, element }) => {
  await page.route("**/dryf-classifier-*.wasm", (route) => route.fulfill({ status: 404 }));
  await user.loadDemo(page);
  await user.run(page);
  await user.open(page, "export");
  await element("export-classifier").click();
  await page.getByTestId("error").filter({ hasText: "HTTP 404" }).waitFor();
  assert.ok(await element("export-classifier").isEnabled());
});
