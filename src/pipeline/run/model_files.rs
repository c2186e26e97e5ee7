//! A fitted model as files without a pickle: `model.json`, `vocabulary.json` and one `.npy` for each array.
//!
//! A plain Python program with numpy reads them (`www/python/dryf_model.py`), and so does [`model_from_files`], to the
//! same model to the bit. `n_classes` counts the classes that had training rows.
//!
//! | file | holds | there for |
//! |---|---|---|
//! | `model.json` | classes, cleaning recipe, its steps for Python, parameters, gamma | all |
//! | `vocabulary.json` | the terms in the order of their columns | all |
//! | `idf.npy` | shape `(n_terms,)` | `use_idf` |
//! | `chars_vocabulary.json`, `chars_idf.npy` | the same of the second vectorizer, whose columns come after | `chars.enabled` |
//! | `support_vectors_{data,indices,indptr}.npy` | compressed rows, as scipy's `csr_matrix((data, indices, indptr))` | kernel machines |
//! | `support.npy` | row of each support vector in the training file, from 0, left-out rows counted | kernel machines |
//! | `n_support.npy` | support vectors of each class | one-vs-one |
//! | `dual_coef.npy` | shape `(n_classes - 1, n_support_vectors)`, one-vs-rest `(n_classes, n_support_vectors)` | kernel machines |
//! | `coef.npy` | shape `(n_machines, n_features)` | engine `linear` |
//! | `intercept.npy` | one for each machine | all |
//! | `platt.npy` | shape `(n_pairs, 2)`, Platt's A and B | `probability` |

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use super::npy;
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::classifier::TextClassifier;
use crate::pipeline::clean::CleanRecipe;
use crate::pipeline::corpus::sha256_hex;
use crate::pipeline::error::{Code, Error};
use crate::pipeline::features::{Tfidf, TfidfParams, Union};
use crate::pipeline::sparse::CsrMatrix;
use crate::pipeline::svm::{Decision, Svc, SvcParams};

/// Version of the set of files; a reader refuses a greater one. The first has one vectorizer, the second two.
pub const MODEL_FORMAT: u32 = 2;

/// The file that says what the others are.
pub const MODEL: &str = "model.json";
const VOCABULARY: &str = "vocabulary.json";

/// `model.json`.
#[derive(Serialize, Deserialize)]
struct Description {
    format: u32,
    classes: Vec<String>,
    /// Those of `classes` that had training rows, as [`Svc::classes`]: the others are never predicted.
    trained_classes: Vec<u32>,
    recipe: CleanRecipe,
    /// The cleaning for a plain Python program: [`CleanRecipe::python_steps`].
    python_steps: serde_json::Value,
    tfidf: TfidfParams,
    #[serde(skip_serializing_if = "Option::is_none")]
    chars: Option<TfidfParams>,
    svc: SvcParams,
    decision: DecisionKind,
    n_features: usize,
    gamma: f64,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum DecisionKind {
    OneVsOne,
    Linear,
    OneVsRest,
}

/// The files of a model by their names.
pub fn model_files(model: &TextClassifier) -> BTreeMap<String, Vec<u8>> {
    let mut files = Files::default();
    files.model(model);
    files.written
}

/// Bytes of the files of a model, which are not written for it.
pub fn model_bytes(model: &TextClassifier) -> u64 {
    let mut files = Files {
        are_counted: true,
        ..Files::default()
    };
    files.model(model);
    files.n_bytes
}

/// What the names of a vectorizer's files begin with.
fn prefix(section: &str) -> &'static str {
    match section {
        "chars" => "chars_",
        _ => "",
    }
}

/// The fingerprint of a model: the SHA-256 of what `sha256sum` prints for its files in the order of their names (64
/// digits, two spaces, name, line feed). `LC_ALL=C sha256sum * | sha256sum` in the model's `data` folder gives the same.
pub fn model_sha256(files: &BTreeMap<String, Vec<u8>>) -> String {
    sha256_hex(digest_lines(files).as_bytes())
}

/// What `sha256sum` prints for the files in the order of their names.
pub fn digest_lines(files: &BTreeMap<String, Vec<u8>>) -> String {
    files
        .iter()
        .map(|(name, bytes)| format!("{}  {name}\n", sha256_hex(bytes)))
        .collect()
}

/// The model that [`model_files`] wrote.
///
/// # Errors
/// [`Code::DamagedArchive`] with the file's name where one is missing, can't be read or does not fit the others;
/// [`Code::Unsupported`] for the files of a later Dryf.
pub fn model_from_files(files: &BTreeMap<String, Vec<u8>>) -> Result<TextClassifier, Error> {
    let found = Found { files };
    let description: Description = found.description()?;
    let n_features = description.n_features;
    let trained = &description.trained_classes;
    let n_classes = trained.len();

    found.ensure(MODEL, n_classes >= 2, wrong("few-classes"))?;
    found.ensure(
        MODEL,
        description.classes.is_sorted_by(|a, b| a < b)
            && trained.is_sorted_by(|a, b| a < b)
            && trained
                .iter()
                .all(|&class| (class as usize) < description.classes.len()),
        wrong("class-order"),
    )?;
    found.ensure(MODEL, description.gamma.is_finite(), wrong("gamma"))?;
    let params = Union {
        tfidf: description.tfidf,
        chars: description.chars,
    };
    let features = found.features(params, n_features)?;

    let pairs = n_classes * (n_classes - 1) / 2;
    let decision = match description.decision {
        DecisionKind::OneVsOne => {
            let (support_vectors, support) = found.support_vectors(n_features)?;
            let n_support = found.values::<u32>("n_support", &[n_classes])?;
            found.ensure(
                "n_support.npy",
                n_support.iter().map(|&n| n as usize).sum::<usize>() == support.len(),
                wrong("support"),
            )?;
            Decision::OneVsOne {
                dual_coef: found.values("dual_coef", &[n_classes - 1, support.len()])?,
                intercept: found.values("intercept", &[pairs])?,
                platt: if found.files.contains_key("platt.npy") {
                    let flat = found.values::<f64>("platt", &[pairs, 2])?;
                    Some(flat.chunks_exact(2).map(|ab| (ab[0], ab[1])).collect())
                } else {
                    None
                },
                support_vectors,
                support,
                n_support,
            }
        }
        DecisionKind::Linear => {
            let n_machines = if n_classes == 2 { 1 } else { n_classes };
            Decision::Linear {
                coef: found.values("coef", &[n_machines, n_features])?,
                intercept: found.values("intercept", &[n_machines])?,
            }
        }
        DecisionKind::OneVsRest => {
            let (support_vectors, support) = found.support_vectors(n_features)?;
            Decision::OneVsRest {
                dual_coef: found.values("dual_coef", &[n_classes, support.len()])?,
                intercept: found.values("intercept", &[n_classes])?,
                support_vectors,
                support,
            }
        }
    };
    Ok(TextClassifier {
        recipe: description.recipe,
        features,
        svc: Svc {
            params: description.svc,
            n_classes: description.classes.len(),
            classes: description.trained_classes,
            n_features,
            gamma: description.gamma,
            decision,
        },
        classes: description.classes,
    })
}

/// Files being written, or their bytes being counted.
#[derive(Default)]
struct Files {
    written: BTreeMap<String, Vec<u8>>,
    are_counted: bool,
    n_bytes: u64,
}

/// Bytes that nobody keeps.
struct Counted(u64);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Files {
    fn model(&mut self, model: &TextClassifier) {
        let svc = &model.svc;
        for (section, part) in model.features.parts() {
            let prefix = prefix(section);
            if !part.idf.is_empty() {
                self.array(&format!("{prefix}idf"), &[part.idf.len()], &part.idf);
            }
            self.json(&format!("{prefix}{VOCABULARY}"), &part.vocabulary);
        }
        let decision = match &svc.decision {
            Decision::OneVsOne {
                support_vectors,
                support,
                n_support,
                dual_coef,
                intercept,
                platt,
            } => {
                self.support_vectors(support_vectors, support);
                self.array("n_support", &[n_support.len()], n_support);
                self.array(
                    "dual_coef",
                    &[svc.classes.len() - 1, support.len()],
                    dual_coef,
                );
                self.array("intercept", &[intercept.len()], intercept);
                if let Some(platt) = platt {
                    let flat: Vec<f64> = platt.iter().flat_map(|&(a, b)| [a, b]).collect();
                    self.array("platt", &[platt.len(), 2], &flat);
                }
                DecisionKind::OneVsOne
            }
            Decision::Linear { coef, intercept } => {
                self.array("coef", &[intercept.len(), svc.n_features], coef);
                self.array("intercept", &[intercept.len()], intercept);
                DecisionKind::Linear
            }
            Decision::OneVsRest {
                support_vectors,
                support,
                dual_coef,
                intercept,
            } => {
                self.support_vectors(support_vectors, support);
                self.array("dual_coef", &[intercept.len(), support.len()], dual_coef);
                self.array("intercept", &[intercept.len()], intercept);
                DecisionKind::OneVsRest
            }
        };
        let chars = model.features.chars.as_ref();
        self.json(
            MODEL,
            &Description {
                format: model.features.parts().count() as u32,
                classes: model.classes.clone(),
                trained_classes: svc.classes.clone(),
                recipe: model.recipe.clone(),
                python_steps: model.recipe.python_steps(),
                tfidf: model.features.tfidf.params.clone(),
                chars: chars.map(|chars| chars.params.clone()),
                svc: svc.params.clone(),
                decision,
                n_features: svc.n_features,
                gamma: svc.gamma,
            },
        );
    }

    fn array<T: npy::Element>(&mut self, name: &str, shape: &[usize], values: &[T]) {
        if self.are_counted {
            self.n_bytes += npy::n_bytes::<T>(shape);
            return;
        }
        self.written
            .insert(format!("{name}.npy"), npy::write(shape, values));
    }

    fn json<T: Serialize>(&mut self, name: &str, value: &T) {
        if self.are_counted {
            let mut counted = Counted(0);
            serde_json::to_writer_pretty(&mut counted, value)
                .expect("plain data with texts as keys has a JSON form");
            self.n_bytes += counted.0 + 1;
            return;
        }
        let mut bytes = serde_json::to_vec_pretty(value)
            .expect("plain data with texts as keys has a JSON form");
        bytes.push(b'\n');
        self.written.insert(name.to_string(), bytes);
    }

    fn support_vectors(&mut self, rows: &CsrMatrix, support: &[u32]) {
        let indptr: Vec<i64> = rows.indptr.iter().map(|&at| at as i64).collect();
        self.array("support_vectors_data", &[rows.data.len()], &rows.data);
        self.array(
            "support_vectors_indices",
            &[rows.indices.len()],
            &rows.indices,
        );
        self.array("support_vectors_indptr", &[indptr.len()], &indptr);
        self.array("support", &[support.len()], support);
    }
}

/// Files being read.
struct Found<'a> {
    files: &'a BTreeMap<String, Vec<u8>>,
}

impl Found<'_> {
    fn bytes(&self, name: &str) -> Result<&[u8], Error> {
        self.files
            .get(name)
            .map(Vec::as_slice)
            .ok_or_else(|| damaged(name, wrong("missing")))
    }

    /// `model.json`, if this program knows its format.
    fn description(&self) -> Result<Description, Error> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let Format { format } = self.json(MODEL)?;
        if format > MODEL_FORMAT {
            return Err(Error::new(
                Code::Unsupported,
                message!(
                    "error-model-format",
                    format = format.to_string(),
                    known = MODEL_FORMAT.to_string()
                ),
                message!("error-update"),
            )
            .in_file(MODEL));
        }
        self.json(MODEL)
    }

    /// What the vectorizers learned, whose columns are `n_features` together.
    fn features(
        &self,
        params: Union<TfidfParams>,
        n_features: usize,
    ) -> Result<Union<Tfidf>, Error> {
        let vocabularies: Vec<Vec<String>> = params
            .parts()
            .map(|(section, _)| self.json(&format!("{}{VOCABULARY}", prefix(section))))
            .collect::<Result<_, _>>()?;
        let n_terms: usize = vocabularies.iter().map(Vec::len).sum();
        self.ensure(VOCABULARY, n_terms == n_features, wrong("terms"))?;
        let mut parts = Vec::new();
        for ((section, params), vocabulary) in params.parts().zip(vocabularies) {
            let prefix = prefix(section);
            let part = Tfidf {
                idf: match params.use_idf {
                    true => self.values(&format!("{prefix}idf"), &[vocabulary.len()])?,
                    false => Vec::new(),
                },
                params: params.clone(),
                vocabulary,
            };
            part.check()
                .map_err(|fault| damaged(&format!("{prefix}{VOCABULARY}"), fault.message))?;
            parts.push(part);
        }
        let mut parts = parts.into_iter();
        Ok(Union {
            tfidf: parts.next().expect("there is one at least"),
            chars: parts.next(),
        })
    }

    fn json<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Result<T, Error> {
        serde_json::from_slice(self.bytes(name)?).map_err(|fault| {
            damaged(
                name,
                message!("model-unreadable", fault = fault.to_string()),
            )
        })
    }

    /// An array of this very shape, every value a finite number.
    fn values<T: npy::Element>(&self, name: &str, shape: &[usize]) -> Result<Vec<T>, Error> {
        let name = format!("{name}.npy");
        let array = npy::read::<T>(&name, self.bytes(&name)?)?;
        self.ensure(
            &name,
            array.shape == shape,
            message!(
                "model-shape",
                shape = format!("{:?}", array.shape),
                needed = format!("{shape:?}")
            ),
        )?;
        self.ensure(
            &name,
            array.values.iter().all(|value| value.is_finite()),
            wrong("number"),
        )?;
        Ok(array.values)
    }

    /// A vector of any length.
    fn vector<T: npy::Element>(&self, name: &str) -> Result<Vec<T>, Error> {
        let file = format!("{name}.npy");
        let n = npy::read::<T>(&file, self.bytes(&file)?)?.values.len();
        self.values(name, &[n])
    }

    fn support_vectors(&self, n_cols: usize) -> Result<(CsrMatrix, Vec<u32>), Error> {
        let support = self.vector::<u32>("support")?;
        let data = self.vector::<f64>("support_vectors_data")?;
        let indices = self.values::<u32>("support_vectors_indices", &[data.len()])?;
        let indptr = self.values::<i64>("support_vectors_indptr", &[support.len() + 1])?;
        let in_order = indptr.first() == Some(&0)
            && indptr.last() == Some(&(data.len() as i64))
            && indptr.is_sorted();
        self.ensure("support_vectors_indptr.npy", in_order, wrong("rows"))?;
        let indptr: Vec<usize> = indptr.iter().map(|&at| at as usize).collect();
        let rows_ascend = indptr.windows(2).all(|row| {
            let columns = &indices[row[0]..row[1]];
            columns.is_sorted_by(|a, b| a < b)
                && columns.last().is_none_or(|&last| (last as usize) < n_cols)
        });
        self.ensure("support_vectors_indices.npy", rows_ascend, wrong("columns"))?;
        let rows = CsrMatrix {
            n_rows: support.len(),
            n_cols,
            indptr,
            indices,
            data,
        };
        Ok((rows, support))
    }

    fn ensure(&self, name: &str, holds: bool, otherwise: Message) -> Result<(), Error> {
        if holds {
            Ok(())
        } else {
            Err(damaged(name, otherwise))
        }
    }
}

/// What is wrong, by its key.
fn wrong(what: &'static str) -> Message {
    message!("model-fault", what = Argument::key(what))
}

fn damaged(name: &str, what: Message) -> Error {
    Error::new(
        Code::DamagedArchive,
        message!("error-model-damaged", what = what),
        message!("error-export"),
    )
    .in_file(name)
}
