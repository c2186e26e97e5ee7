//! The classifier's binary: a model that was exported and what it says of texts, for pages and programs in JavaScript. What it
//! exports stands here and not in the library, so that page and worker do not have it. Natively it only says what it is for.

#[cfg(target_family = "wasm")]
mod exports {
    use dryf::message::Language;
    use dryf::mlflow::model_zip::open_model;
    use dryf::pipeline::classifier::PreparedClassifier;
    use dryf::pipeline::corpus::NamedBytes;
    use dryf::pipeline::error::Error;
    use dryf::pipeline::explain::{Parts, explain};
    use dryf::plot::explained::stretches;
    use js_sys::{JSON, Reflect};
    use serde_json::{Value, json};
    use wasm_bindgen::prelude::*;

    /// A model, ready for texts.
    #[wasm_bindgen]
    pub struct Classifier {
        /// Names of the model's classes; labels index them.
        classes: Vec<String>,
        prepared: PreparedClassifier,
        model_sha256: String,
        language: Language,
    }

    #[wasm_bindgen]
    impl Classifier {
        /// Opens an archive, or the files of a model that were packed alone. `name` is what errors call it, `language` the tag
        /// of the language that they are said in.
        pub fn load(bytes: Vec<u8>, name: &str, language: &str) -> Result<Classifier, JsValue> {
            let language = Language::of_tag(language).unwrap_or_default();
            let name = name.to_string();
            open(&NamedBytes { name, bytes }, language).map_err(|fault| to_js(&fault, language))
        }

        /// The classes that can be predicted, sorted by code point.
        #[wasm_bindgen(getter)]
        pub fn classes(&self) -> Vec<String> {
            let known = self.prepared.predictor().classes().iter();
            known.map(|&class| self.name(class).to_string()).collect()
        }

        /// The model's fingerprint, as its archive names it.
        #[wasm_bindgen(getter, js_name = modelSha256)]
        pub fn model_sha256(&self) -> String {
            self.model_sha256.clone()
        }

        pub fn classify(&self, text: String) -> JsValue {
            parsed(&self.answers(&[text])[0])
        }

        #[wasm_bindgen(js_name = classifyAll)]
        pub fn classify_all(&self, texts: Vec<String>) -> JsValue {
            parsed(&json!(self.answers(&texts)))
        }

        /// What pushed a text to its class, or to the `class` that is asked for.
        pub fn explain(&self, text: &str, class: Option<String>) -> Result<JsValue, JsValue> {
            // A name that is no class becomes an index that is none, which is refused below.
            let place = |name: &String| self.classes.iter().position(|class| class == name);
            let class = class.map(|name| place(&name).unwrap_or(self.classes.len()) as u32);
            let explanation = explain(&self.prepared, text, class)
                .map_err(|fault| to_js(&fault, self.language))?;
            let decision = &explanation.decisions[0];
            let pieces = stretches(&explanation, 0).into_iter().map(|stretch| {
                let mut piece = json!({ "text": stretch.text });
                if let Some(word) = stretch.word {
                    piece["isKnown"] = json!(word.is_known);
                    piece["weight"] = json!(word.part);
                    piece["share"] = json!(word.share);
                }
                piece
            });
            let mut shown = json!({
                "label": self.name(explanation.label),
                "class": self.name(decision.class),
                "against": decision.against.map(|class| self.name(class)),
                "value": decision.value,
                "method": if explanation.is_exact() { "exact" } else { "left-out" },
                "cleaned": explanation.cleaned,
                "pieces": pieces.collect::<Vec<_>>(),
            });
            if let Parts::Exact { intercept, .. } = &decision.parts {
                shown["intercept"] = json!(intercept);
            }
            Ok(parsed(&shown))
        }

        fn name(&self, class: u32) -> &str {
            &self.classes[class as usize]
        }

        /// Of each text its label, the scores of the classes and, where the model has them, the probabilities.
        fn answers(&self, texts: &[String]) -> Vec<Value> {
            let rows = self.prepared.features(texts);
            let scores = self.prepared.class_scores(&rows);
            let said = self.prepared.predict_rows(&rows);
            let named = |values: &[f64]| json!(self.prepared.by_class(&self.classes, values));
            let answers = said.labels.iter().zip(&scores).enumerate();
            answers
                .map(|(row, (&label, scores))| {
                    let mut answer = json!({ "label": self.name(label), "scores": named(scores) });
                    if let Some(probabilities) = &said.probabilities {
                        answer["probabilities"] = named(&probabilities[row]);
                    }
                    answer
                })
                .collect()
        }
    }

    fn open(file: &NamedBytes, language: Language) -> Result<Classifier, Error> {
        let (model, model_sha256) = open_model(file)?;
        Ok(Classifier {
            prepared: model.prepare()?,
            classes: model.classes,
            model_sha256,
            language,
        })
    }

    /// By way of its text, which JSON in JavaScript reads to the same numbers, and to own properties whatever a class is called.
    fn parsed(value: &Value) -> JsValue {
        JSON::parse(&value.to_string()).expect("JSON of ours is JSON")
    }

    /// An `Error` whose message is the whole line, with the code and what the line is made of as properties.
    fn to_js(fault: &Error, language: Language) -> JsValue {
        let error = js_sys::Error::new(&fault.line().shown_of_model(language));
        error.set_name("DryfError");
        let set = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = Reflect::set(&error, &name.into(), &value.into());
            }
        };
        let code = serde_json::to_value(fault.code).ok();
        set(
            "code",
            code.and_then(|code| code.as_str().map(String::from)),
        );
        set("what", Some(fault.message.shown_of_model(language)));
        let place = fault.place.as_ref();
        set(
            "where",
            place.map(|place| place.name().shown_of_model(language)),
        );
        set(
            "remedy",
            fault
                .remedy
                .as_ref()
                .map(|remedy| remedy.shown_of_model(language)),
        );
        error.into()
    }
}

#[cfg(target_family = "wasm")]
fn main() {}

#[cfg(not(target_family = "wasm"))]
fn main() {
    eprintln!("dryf-classifier runs in JavaScript only; the command line is `dryf`");
    std::process::exit(64);
}
