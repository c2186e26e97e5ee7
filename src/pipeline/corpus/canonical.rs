//! A corpus back as files, in one form whatever it came in: what the archive keeps as the data of a run.

use serde::Serialize;

use super::{Corpus, NamedBytes, POLEVAL_CLASSES, Role, SetName};

/// The rows as files, with their roles: a text file and a tags file in PolEval's form (LF, a line break after every
/// line) where each class is one of [`POLEVAL_CLASSES`] and no text holds what a line can't; else one JSONL table
/// with the columns `text` and `label`.
///
/// [`super::assemble`] with the default columns gives the same rows and labels again.
pub fn canonical_files(
    corpus: &Corpus,
    classes: &[String],
    set: SetName,
) -> Vec<(Role, NamedBytes)> {
    let (texts_role, tags_role, table_role) = match set {
        SetName::Train => (Role::TrainTexts, Role::TrainTags, Role::TrainTable),
        SetName::Test => (Role::TestTexts, Role::TestTags, Role::TestTable),
    };
    let named = |ending: &str, bytes| NamedBytes {
        name: format!("{set}{ending}"),
        bytes,
    };
    match poleval_files(corpus, classes) {
        Some((texts, tags)) => vec![
            (texts_role, named("_text.txt", texts)),
            (tags_role, named("_tags.txt", tags)),
        ],
        None => vec![(table_role, named(".jsonl", json_lines(corpus, classes)))],
    }
}

/// Texts and tags as PolEval has them, unless that form can't hold them.
fn poleval_files(corpus: &Corpus, classes: &[String]) -> Option<(Vec<u8>, Vec<u8>)> {
    let tags: Vec<Option<usize>> = classes
        .iter()
        .map(|class| POLEVAL_CLASSES.iter().position(|known| known == class))
        .collect();
    let size = corpus.texts.iter().map(|text| text.len() + 1).sum();
    let mut texts = Vec::with_capacity(size);
    let mut lines = Vec::with_capacity(2 * corpus.labels.len());
    for (text, &label) in corpus.texts.iter().zip(&corpus.labels) {
        // A line break would split the text, a final \r would go with the line break.
        if text.contains('\n') || text.ends_with('\r') {
            return None;
        }
        lines.extend([b'0' + tags[label as usize]? as u8, b'\n']);
        texts.extend_from_slice(text.as_bytes());
        texts.push(b'\n');
    }
    // A byte order mark at the start is not text to a reader.
    let marked = texts.starts_with("\u{feff}".as_bytes());
    (!marked).then_some((texts, lines))
}

fn json_lines(corpus: &Corpus, classes: &[String]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Row<'a> {
        text: &'a str,
        label: &'a str,
    }
    let mut bytes = Vec::new();
    for (text, &label) in corpus.texts.iter().zip(&corpus.labels) {
        let label = &classes[label as usize];
        serde_json::to_writer(&mut bytes, &Row { text, label })
            .expect("strings and a vector always serialise");
        bytes.push(b'\n');
    }
    bytes
}
