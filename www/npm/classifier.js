// The class of the package, wherever its WebAssembly comes from.

import init, { Classifier as Opened } from "./dryf-classifier.js";

let started;

/** `ours` gives what WebAssembly is started with where the caller brings nothing. */
export function classifierWith(ours) {
  return class Classifier {
    #opened;

    constructor(opened) {
      this.#opened = opened;
    }

    static async load(bytes, { name = "model", language = "en", wasm } = {}) {
      // One that failed to start is started again by the next call.
      started ??= Promise.resolve(wasm ?? ours()).then((source) => init({ module_or_path: source }));
      await started.catch((fault) => {
        started = undefined;
        throw fault;
      });
      return new Classifier(Opened.load(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes), name, language));
    }

    get classes() {
      return this.#opened.classes;
    }

    get modelSha256() {
      return this.#opened.modelSha256;
    }

    classify(text) {
      return this.#opened.classify(text);
    }

    classifyAll(texts) {
      return this.#opened.classifyAll(texts);
    }

    explain(text, { class: asked } = {}) {
      return this.#opened.explain(text, asked);
    }

    free() {
      this.#opened.free();
    }
  };
}
