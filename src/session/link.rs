//! The page's address: the view and every setting that is not the default, so that a link shows what its sender saw.
//!
//! What stands after `#`: `train?svc.C=10.0&tfidf.min_df=3`. A link that is copied with its data has them at the end.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::form::Form;
use super::link_data;
use super::view::View;
use crate::jobs::protocol::Selection;
use crate::pipeline::corpus::NamedBytes;

/// The fragment for a view and its settings, without the `#`.
pub fn fragment(view: View, form: &Form) -> String {
    let mut fragment = view.name().to_string();
    let mut separator = '?';
    for (field, text) in form.changes() {
        fragment.push(separator);
        fragment.push_str(&field);
        fragment.push('=');
        fragment.extend(utf8_percent_encode(&text, ENCODED));
        separator = '&';
    }
    fragment
}

/// The setting of a link that holds what is picked, and characters that it may take there.
pub const PICKED: &str = "rows";
const MOST_PICKED: usize = 1_000;

/// The same with what is picked in data of a fingerprint, where that is small.
pub fn with_picked(mut fragment: String, data: &str, picked: &Selection) -> String {
    let separator = if fragment.contains('?') { '&' } else { '?' };
    let text = serde_json::to_string(&(data, picked)).expect("what is picked has a form in JSON");
    if text.len() <= MOST_PICKED {
        fragment.push(separator);
        fragment.push_str(PICKED);
        fragment.push('=');
        fragment.extend(utf8_percent_encode(&text, ENCODED));
    }
    fragment
}

/// What a link says is picked, and in which data; it may come from anybody.
pub fn picked(text: &str) -> Option<(String, Selection)> {
    serde_json::from_str(text)
        .ok()
        .filter(|_| text.len() <= MOST_PICKED)
}

/// The same with the data, where these are so small that they go into a link.
pub fn with_data(fragment: &str, files: &[NamedBytes]) -> Option<String> {
    let separator = if fragment.contains('?') { '&' } else { '?' };
    let data = link_data::pack(files)?;
    Some(format!("{fragment}{separator}{}={data}", link_data::FIELD))
}

/// The view and the settings that a fragment names, `#` or not. What can't be understood is left out.
pub fn parse(fragment: &str) -> (Option<View>, Vec<(String, String)>) {
    let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
    let (view, settings) = fragment.split_once('?').unwrap_or((fragment, ""));
    let settings = settings
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(field, text)| (decode(field), decode(text)))
        .collect();
    (View::of_name(view), settings)
}

/// What a fragment may hold as it is: the unreserved characters of RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::run::RunConfig;
    use proptest::prelude::*;

    #[test]
    fn a_link_gives_back_view_and_settings() {
        let mut config = RunConfig::default();
        config.svc.c = 10.0;
        config.run.name = "żółw & 100 %".into();
        config.clean.steps.remove(3);
        let mut form = Form::default();
        form.replace(config.clone());
        let link = fragment(View::Train, &form);
        assert!(link.starts_with("train?clean.steps="), "{link}");
        let (view, settings) = parse(&format!("#{link}"));
        let mut again = Form::default();
        for (field, text) in settings {
            again.set(&field, &text);
        }
        assert_eq!((view, again.config()), (Some(View::Train), &config));
        assert_eq!(fragment(View::Data, &Form::default()), "data");
    }

    #[test]
    fn what_is_picked_survives_the_address() {
        use crate::jobs::protocol::{Condition, SetName};
        let text = Condition::Text("=żółw & 100 % \u{202e}".into());
        let rows = Selection::of(SetName::Test, text);
        let link = with_picked("data".into(), "9def8a", &rows);
        let (_, settings) = parse(&link);
        let [(field, text)] = &settings[..] else {
            panic!("{settings:?}");
        };
        assert_eq!(field, PICKED);
        assert_eq!(picked(text), Some(("9def8a".into(), rows)));
        assert_eq!(picked("[1, 2"), None);
        let long = Selection::of(SetName::Test, Condition::Text("x".repeat(2_000)));
        assert_eq!(with_picked("data".into(), "9def8a", &long), "data");
    }

    proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_survives_the_address(text in any::<String>()) {
            let encoded = utf8_percent_encode(&text, ENCODED).to_string();
            prop_assert!(encoded.is_ascii());
            prop_assert_eq!(decode(&encoded), text);
        }

        #[test]
        fn any_address_can_be_read(fragment in any::<String>()) {
            parse(&fragment);
        }
    }
}
