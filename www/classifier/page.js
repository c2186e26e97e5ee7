// The page's script, behind the classifier's own and delimited.js in one module. Everything of a model or a file becomes text,
// never markup.

const MOST_ROWS = 20; // of a file that are shown
const SLICE_MS = 30; // of work between two frames
const PAUSE_MS = 150; // after a key before the words are weighed

const element = (id) => document.getElementById(id);
const words = JSON.parse(element("words").textContent);
let language = navigator.languages.map((tag) => tag.slice(0, 2)).find((tag) => tag in words) ?? "en";
let classifier;
let file; // what was read of it: name, encoding, rows or lines
let answers = []; // of the file's texts
let asked = 0; // the number of the latest work on a file

const say = (id, gaps = {}) => words[language][id].replace(/\{(\w+)\}/g, (_, name) => gaps[name]);
const shown = (value, digits = 3) =>
  new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

function fail(message) {
  element("fault").textContent = message;
  element("fault").hidden = false;
}

function speak(chosen) {
  language = chosen;
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = say(one.dataset.word);
  for (const button of element("languages").children) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  document.title = `${say("title")} · ${element("subject").textContent}`;
  answerText();
  if (file) showFile();
}

/** Entries with a bar each: of what may be below 0 from a line between. */
function bars(list, values, chosen, digits) {
  const low = Math.min(0, ...Object.values(values));
  const width = Math.max(0, ...Object.values(values)) - low || 1;
  const entries = Object.entries(values).map(([name, value]) => {
    const [entry, term, bar, number] = ["div", "dt", "dd", "dd"].map((kind) => document.createElement(kind));
    if (name === chosen) entry.dataset.chosen = "";
    term.textContent = name;
    bar.className = "bar";
    bar.style.setProperty("--from", (Math.min(0, value) - low) / width);
    bar.style.setProperty("--size", Math.abs(value) / width);
    number.textContent = shown(value, digits);
    entry.append(term, bar, number);
    return entry;
  });
  list.replaceChildren(...entries);
}

let weighing;
function answerText() {
  clearTimeout(weighing);
  const text = element("text").value;
  element("answer").hidden = !classifier || text.trim() === "";
  if (element("answer").hidden) return;
  const { label, scores, probabilities } = classifier.classify(text);
  element("label").textContent = label;
  element("scores-name").textContent = say(probabilities ? "probabilities" : "scores");
  bars(element("scores"), probabilities ?? scores, label, 3);
  weighing = setTimeout(() => weigh(text), PAUSE_MS);
}

/** The text as the model sees it, its words shaded by what they add. */
function weigh(text) {
  const why = classifier.explain(text);
  element("why-name").textContent = say(why.against ? "why-against" : "why", { class: why.class, against: why.against });
  const pieces = why.pieces.map((piece) => {
    if (piece.isKnown === undefined) return piece.text;
    const mark = document.createElement("mark");
    mark.textContent = piece.text;
    const sign = Math.sign(piece.weight ?? 0);
    mark.dataset.direction = piece.isKnown ? { 1: "for", "-1": "against" }[sign] ?? "none" : "unknown";
    mark.style.setProperty("--share", Math.abs(piece.share));
    mark.title = piece.isKnown ? (piece.weight === null ? "" : shown(piece.weight)) : say("unknown");
    return mark;
  });
  element("why").replaceChildren(...pieces);
  element("why-about").textContent = say(why.cleaned.trim() === "" ? "nothing-left" : "why-about");
}

/** Reads a file and classifies its texts. */
async function take(chosen) {
  const { text, encoding } = decoded(new Uint8Array(await chosen.arrayBuffer()));
  if (text.includes("\0")) return fail(say("no-text", { file: chosen.name }));
  element("fault").hidden = true;
  const isTable = /\.(csv|tsv|tab)$/i.test(chosen.name);
  const delimiter = isTable ? delimiterOf(text) : ",";
  const rows = isTable ? rowsOf(text, delimiter) : linesOf(text).map((line) => [line]);
  file = { name: chosen.name, encoding, isTable, delimiter, rows, column: isTable ? longestColumn(rows.slice(1)) : 0 };
  if (file.column < 0) file.column = 0;
  await classifyFile();
}

const hasHeader = () => file.isTable && element("header").checked;
const rowsBelow = () => file.rows.slice(hasHeader() ? 1 : 0);

async function classifyFile() {
  const work = ++asked;
  answers = [];
  showFile();
  const texts = rowsBelow().map((row) => row[file.column] ?? "");
  let at = 0;
  while (at < texts.length) {
    const end = performance.now() + SLICE_MS;
    while (at < texts.length && performance.now() < end) {
      answers.push(...classifier.classifyAll(texts.slice(at, at + 16)));
      at = answers.length;
    }
    element("progress").value = at / texts.length;
    await new Promise((next) => setTimeout(next));
    if (work !== asked) return;
  }
  showFile();
}

function showFile() {
  const rows = rowsBelow();
  const isDone = answers.length === rows.length;
  element("read").hidden = false;
  element("file-name").textContent = file.name;
  element("file-read").textContent = say("read", { n: shown(rows.length, 0), encoding: file.encoding });
  element("table-choices").hidden = !file.isTable;
  const names = (file.rows[0] ?? []).map((name, at) => (hasHeader() ? name : say("column-of", { n: at + 1 })));
  element("column").replaceChildren(...names.map((name, at) => new Option(name, at, false, at === file.column)));
  element("progress").hidden = isDone;
  element("done").hidden = !isDone;
  if (!isDone) return;
  const counts = Object.fromEntries(classifier.classes.map((name) => [name, 0]));
  for (const { label } of answers) counts[label] += 1;
  bars(element("counts"), counts, undefined, 0);
  const shownRows = answers.slice(0, MOST_ROWS).map(({ label }, at) => {
    const [row, text, answer] = ["tr", "td", "td"].map((kind) => document.createElement(kind));
    text.textContent = rows[at][file.column] ?? "";
    answer.textContent = label;
    row.append(text, answer);
    return row;
  });
  element("rows").replaceChildren(...shownRows);
  element("more").textContent = rows.length > MOST_ROWS ? say("more", { n: MOST_ROWS }) : "";
}

/** The file's own columns, the class and each score. */
function download() {
  const { classes } = classifier;
  const kinds = ["scores", "probabilities"].filter((kind) => answers[0]?.[kind]);
  const added = ["label", ...kinds.flatMap((kind) => classes.map((name) => `${kind === "scores" ? "score" : "probability"} ${name}`))];
  const own = hasHeader() ? file.rows[0] : (file.rows[0] ?? []).map((_, at) => (file.isTable ? say("column-of", { n: at + 1 }) : "text"));
  const rows = rowsBelow().map((row, at) => {
    const values = kinds.flatMap((kind) => classes.map((name) => answers[at][kind][name]));
    return [...own.map((_, column) => row[column] ?? ""), answers[at].label, ...values];
  });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([fileOf([[...own, ...added], ...rows], file.delimiter)], { type: "text/csv" }));
  link.download = `${file.name.replace(/\.\w+$/, "")}-classified.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function listen() {
  const shielded = (act) => (event) => Promise.resolve(event).then(act).catch((fault) => fail(String(fault.message ?? fault)));
  for (const button of element("languages").children) {
    button.addEventListener("click", () => speak(button.dataset.language));
  }
  element("text").addEventListener("input", answerText);
  element("file").addEventListener("change", shielded(async ({ target }) => {
    const [chosen] = target.files;
    target.value = "";
    if (chosen) await take(chosen);
  }));
  element("column").addEventListener("change", shielded(async ({ target }) => {
    file.column = Number(target.value);
    await classifyFile();
  }));
  element("header").addEventListener("change", shielded(classifyFile));
  element("download").addEventListener("click", download);
  const over = (event, is) => {
    event.preventDefault();
    element("many").toggleAttribute("data-over", is);
  };
  document.addEventListener("dragover", (event) => over(event, true));
  document.addEventListener("dragleave", (event) => over(event, false));
  document.addEventListener("drop", (event) => {
    over(event, false);
    const [chosen] = event.dataTransfer.files;
    if (chosen && classifier) shielded(() => take(chosen))(event);
  });
}

const packed = (id) => Uint8Array.from(atob(element(id).textContent), (sign) => sign.charCodeAt(0));

async function start() {
  const program = new Blob([packed("program")]).stream().pipeThrough(new DecompressionStream("gzip"));
  await __wbg_init({ module_or_path: await new Response(program).arrayBuffer() });
  classifier = Classifier.load(packed("model"), element("subject").textContent, language);
  element("fingerprint").textContent = classifier.modelSha256;
  for (const id of ["text", "file"]) element(id).disabled = false;
  element("text").focus();
}

speak(language);
listen();
await start().catch((fault) => fail(String(fault.message ?? fault)));
