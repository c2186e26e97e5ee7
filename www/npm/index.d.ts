/** What is said of a text. */
export interface Classification {
  /** The predicted class. */
  label: string;
  /**
   * The decision function by class: scikit-learn's `decision_function` of shape `ovr`. Of two classes the second has the value
   * itself and the first its negative.
   */
  scores: Record<string, number>;
  /** By class, in `0..1`; only where the model was trained with `probability = true`. */
  probabilities?: Record<string, number>;
}

/** A stretch of the cleaned text; all of them one after the other are that text. */
export interface Piece {
  text: string;
  /** Whether the model's vocabulary has it; absent between words. */
  isKnown?: boolean;
  /**
   * What the word, all its occurrences together, adds to the decision; `null` where the text is too long for each word to be
   * looked at; absent between words.
   */
  weight?: number | null;
  /** The weight against the greatest one, in `-1..1`; absent between words. */
  share?: number;
}

/** What pushed a text to a class. */
export interface Explanation {
  /** The predicted class. */
  label: string;
  /** The class that values above 0 speak for. */
  class: string;
  /** The class that they speak against; `null` where it is all others. */
  against: string | null;
  /** The decision value of the text. */
  value: number;
  /**
   * `exact`: the value is the intercept and the weights together. `left-out`: each weight is by how much the value falls
   * without the word, and they need not add up.
   */
  method: "exact" | "left-out";
  /** Where the method is `exact`. */
  intercept?: number;
  /** The text as the model sees it. */
  cleaned: string;
  pieces: Piece[];
}

/** What `load` and `explain` throw; `message` has all of it in one line. */
export interface DryfError extends Error {
  name: "DryfError";
  /** Stable, such as `not-an-archive` or `damaged-archive`. */
  code: string;
  what: string;
  where?: string;
  remedy?: string;
}

export interface LoadOptions {
  /** What errors call the file. */
  name?: string;
  /** The language of errors. */
  language?: "en" | "pl";
  /** The package's WebAssembly, where it can't be found beside the script. Only the first call's counts. */
  wasm?: WebAssembly.Module | BufferSource | URL | Response | Promise<Response>;
}

/** A model that Dryf trained. */
export class Classifier {
  private constructor();
  /**
   * Opens a run's archive (`run.zip`), or a model that was packed alone (`dryf export --model run.zip --out model.zip`).
   *
   * @throws {DryfError} for bytes that are no model of Dryf's, or a damaged one.
   */
  static load(bytes: Uint8Array | ArrayBuffer, options?: LoadOptions): Promise<Classifier>;
  /** The classes that can be predicted, sorted by code point. */
  readonly classes: string[];
  /** The model's fingerprint, as its archive and MLflow have it. */
  readonly modelSha256: string;
  classify(text: string): Classification;
  /** The same of many texts, in order. */
  classifyAll(texts: string[]): Classification[];
  /**
   * What pushed the text to its class, or to the class that is asked for.
   *
   * @throws {DryfError} for a class that the model never predicts.
   */
  explain(text: string, options?: { class?: string }): Explanation;
  /** Gives the model's memory back at once; without it that happens some time after the last use. */
  free(): void;
}
