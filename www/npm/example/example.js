// Serve the package's folder, such as by `npx http-server .`, and open example/.

import { Classifier } from "../index.js";

const [archive, text, answer] = ["archive", "text", "answer"].map((id) => document.getElementById(id));
let classifier;

archive.addEventListener("change", async () => {
  try {
    const [file] = archive.files;
    classifier = await Classifier.load(await file.arrayBuffer(), { name: file.name });
    text.disabled = false;
    answer.textContent = `classes: ${classifier.classes.join(", ")}`;
  } catch (error) {
    answer.textContent = error.message;
  }
});

text.addEventListener("input", () => {
  answer.textContent = JSON.stringify(classifier.classify(text.value), null, 2);
});
