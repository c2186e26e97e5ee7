//! The page's address: the view and every setting that is not the default, so that a link shows what its sender saw.
//!
//! What stands after `#`: `train?svc.C=10.0&tfidf.min_df=3`.

use super::form::Form;
use super::view::View;

/// The fragment for a view and its settings, without the `#`.
pub fn fragment(view: View, form: &Form) -> String {
    let mut fragment = view.name().to_string();
    let mut separator = '?';
    for (field, text) in form.changes() {
        fragment.push(separator);
        fragment.push_str(&field);
        fragment.push('=');
        encode(&text, &mut fragment);
        separator = '&';
    }
    fragment
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

/// Percent-encodes all but the unreserved characters of RFC 3986.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// Undoes [`encode`]; a percent sign that starts no byte stays, bytes that are no UTF-8 become U+FFFD.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |offset: usize| {
            bytes
                .get(at + offset)
                .and_then(|&byte| char::from(byte).to_digit(16))
        };
        match (bytes[at], hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((16 * high + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
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

    proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_survives_the_address(text in any::<String>()) {
            let mut encoded = String::new();
            encode(&text, &mut encoded);
            prop_assert!(encoded.is_ascii());
            prop_assert_eq!(decode(&encoded), text);
        }

        #[test]
        fn any_address_can_be_read(fragment in any::<String>()) {
            parse(&fragment);
        }
    }
}
