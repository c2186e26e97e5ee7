//! One page that classifies by itself: a model, the classifier's WebAssembly, and what shows its answers, in both languages. It
//! needs no network and no other file, and the browser holds it to that.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::markup::Html;
use crate::message;
use crate::message::{Language, Message};

/// With a `{}` for each thing that comes in, in the order of [`classifier_page`].
const PAGE: &str = include_str!("../../www/classifier/page.html");
const STYLE: &str = concat!(
    include_str!("../../www/styles/tokens.css"),
    include_str!("../../www/classifier/page.css")
);
const SCRIPT: &str = concat!(
    include_str!("../../www/classifier/delimited.js"),
    include_str!("../../www/classifier/page.js")
);

/// What the page is made of.
#[derive(Debug, Clone, Copy)]
pub struct ClassifierParts<'a> {
    /// What the model is called.
    pub name: &'a str,
    /// The model's files in a zip.
    pub model: &'a [u8],
    /// What starts the classifier's WebAssembly, as wasm-bindgen wrote it.
    pub starter: &'a str,
    /// The WebAssembly, by gzip.
    pub program: &'a [u8],
}

/// The page, in UTF-8. The same parts give the same bytes.
pub fn classifier_page(parts: ClassifierParts) -> Vec<u8> {
    let script = format!("{}\n{{\n{SCRIPT}}}\n", parts.starter);
    let words: Map<String, Value> = Language::ALL
        .into_iter()
        .map(|language| (language.tag().to_string(), words(language)))
        .collect();
    // Scripts and styles by their content alone; nothing is loaded, nothing is sent, and no text becomes markup.
    let policy = format!(
        "default-src 'none'; script-src '{}' 'wasm-unsafe-eval'; style-src '{}'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        source(&script),
        source(STYLE)
    );
    let no_script = Language::ALL.map(|language| message!("classifier-no-script").shown(language));
    let filled = [
        escaped(&policy),
        escaped(parts.name),
        STYLE.to_string(),
        escaped(parts.name),
        escaped(&no_script.join(" ")),
        // In a script, where nothing ends it but its end tag.
        json!(words).to_string().replace('<', "\\u003c"),
        BASE64.encode(parts.model),
        BASE64.encode(parts.program),
        script,
    ];
    let mut page = String::new();
    let mut between = PAGE.split("{}");
    page += between.next().unwrap_or_default();
    for (filling, after) in filled.iter().zip(between) {
        page += filling;
        page += after;
    }
    page.into_bytes()
}

/// The words of the page by what its script calls them; `{name}` stands where the script puts something.
fn words(language: Language) -> Value {
    let words: [(&str, Message); 22] = [
        ("title", message!("classifier-title")),
        ("lead", message!("classifier-lead")),
        ("text", message!("classifier-text")),
        ("label", message!("classifier-label")),
        ("scores", message!("classifier-scores")),
        ("probabilities", message!("classifier-probabilities")),
        ("why", message!("classifier-why", class = "{class}")),
        (
            "why-against",
            message!(
                "classifier-why-against",
                class = "{class}",
                against = "{against}"
            ),
        ),
        ("why-about", message!("classifier-why-about")),
        ("nothing-left", message!("explain-nothing-left")),
        ("unknown", message!("page-try-unknown")),
        ("many", message!("classifier-many")),
        ("many-about", message!("classifier-many-about")),
        ("choose", message!("classifier-choose")),
        ("column", message!("classifier-column")),
        ("header", message!("classifier-header")),
        ("column-of", message!("classifier-column-of", n = "{n}")),
        (
            "read",
            message!("classifier-read", n = "{n}", encoding = "{encoding}"),
        ),
        ("no-text", message!("classifier-no-text", file = "{file}")),
        ("download", message!("classifier-download")),
        ("download-about", message!("classifier-download-about")),
        ("more", message!("classifier-more", n = "{n}")),
    ];
    let private = [
        ("private", message!("classifier-private")),
        ("fingerprint", message!("classifier-fingerprint")),
    ];
    words
        .into_iter()
        .chain(private)
        .map(|(name, message)| (name.to_string(), json!(message.shown(language))))
        .collect::<Map<_, _>>()
        .into()
}

/// Text as markup.
fn escaped(text: &str) -> String {
    let mut html = Html::new();
    html.text(text);
    String::from_utf8(html.into_bytes()).expect("a text stays one")
}

/// A text as a source of a Content-Security-Policy.
fn source(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_whole_and_a_name_stays_a_name() {
        let parts = ClassifierParts {
            name: "</title><script>alert(1)</script>",
            model: b"model",
            starter: "class Classifier {}",
            program: b"program",
        };
        let page = String::from_utf8(classifier_page(parts)).unwrap();
        assert_eq!(page.matches("{}").count(), SCRIPT.matches("{}").count() + 1);
        assert!(page.ends_with("</html>\n"));
        assert!(!page.contains("alert(1)<"));
        let tags = PAGE.matches("<script").count();
        assert_eq!(page.matches("<script").count(), tags);
        assert_eq!(page.matches("</script").count(), tags);
        // What the policy allows is what stands there.
        for (start, end) in [
            ("<style>", "</style>"),
            ("<script type=\"module\">", "</script>"),
        ] {
            let (_, after) = page.split_once(start).unwrap();
            let (content, _) = after.split_once(end).unwrap();
            assert!(
                page.contains(&source(content).replace('\'', "&#39;")),
                "{start}"
            );
        }
        assert!(!page.contains("unsafe-inline") && !page.contains("unsafe-eval'; style"));
    }

    #[test]
    fn the_script_says_nothing_that_has_no_words() {
        let known = words(Language::English);
        let mut said: Vec<&str> = Vec::new();
        for call in ["say(\"", "data-word=\""] {
            let text = if call.starts_with("say") {
                SCRIPT
            } else {
                PAGE
            };
            said.extend(
                text.split(call)
                    .skip(1)
                    .filter_map(|rest| rest.split('"').next()),
            );
        }
        assert!(said.len() > 15);
        for id in said {
            assert!(known.get(id).is_some(), "{id}");
        }
    }
}
