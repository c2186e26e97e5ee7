//! The words of both languages, parsed once for each thread.

use fluent_bundle::types::{FluentNumber, FluentValue};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

use super::{Argument, Language, Message, numbers};

/// The files of a language by what they are about: what can be wrong with a model, or the others.
macro_rules! locale {
    (model, $language:literal) => {
        [
            include_str!(concat!("../../www/locales/", $language, "/common.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/errors-data.ftl")),
            include_str!(concat!(
                "../../www/locales/",
                $language,
                "/errors-model.ftl"
            )),
        ]
    };
    (others, $language:literal) => {
        [
            include_str!(concat!("../../www/locales/", $language, "/classifier.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/cli.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/data.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/errors-cli.ftl")),
            include_str!(concat!(
                "../../www/locales/",
                $language,
                "/errors-journal.ftl"
            )),
            include_str!(concat!("../../www/locales/", $language, "/errors-work.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/drift.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/evaluate.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/explain.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/gate.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/inspect.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/picked.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/push.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/pull.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/store.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/robustness.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/runs.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/search.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/suspects.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/tune.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/serve.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/settings.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/log.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/monitor.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/page.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/page-shell.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/page-views.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/page-push.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/page-tour.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/terms.ftl")),
            include_str!(concat!("../../www/locales/", $language, "/texts.ftl")),
        ]
    };
}

type Bundle = FluentBundle<FluentResource>;

thread_local! {
    static ENGLISH: Bundle = bundle(
        Language::English,
        &[&locale!(model, "en")[..], &locale!(others, "en")].concat(),
    );
    static POLISH: Bundle = bundle(
        Language::Polish,
        &[&locale!(model, "pl")[..], &locale!(others, "pl")].concat(),
    );
    static ENGLISH_OF_MODEL: Bundle = bundle(Language::English, &locale!(model, "en"));
    static POLISH_OF_MODEL: Bundle = bundle(Language::Polish, &locale!(model, "pl"));
}

fn bundle(language: Language, files: &[&str]) -> Bundle {
    let tag: LanguageIdentifier = language.tag().parse().expect("a tag of ours is one");
    let mut bundle = FluentBundle::new(vec![tag]);
    // The marks that isolate directions of writing would stand in files and terminals, too.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::English => |value, _| number(value, Language::English),
        Language::Polish => |value, _| number(value, Language::Polish),
    }));
    for file in files {
        let resource = FluentResource::try_new((*file).to_string())
            .unwrap_or_else(|(_, faults)| panic!("a locale of ours is no Fluent: {faults:?}"));
        if let Err(faults) = bundle.add_resource(resource) {
            panic!("a locale of ours says something twice: {faults:?}");
        }
    }
    bundle
}

fn number(value: &FluentValue, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. }) => {
            Some(numbers::localised(&numbers::count(*value as u64), language))
        }
        _ => None,
    }
}

/// Parses the words of a language, where no message was shown in it yet.
pub(super) fn parse(language: Language) {
    match language {
        Language::English => ENGLISH.with(|_| ()),
        Language::Polish => POLISH.with(|_| ()),
    }
}

/// The message in a language; an id that the locale lacks is shown as it is.
pub(super) fn shown(message: &Message, language: Language) -> String {
    match language {
        Language::English => ENGLISH.with(|words| said(words, message, language, shown)),
        Language::Polish => POLISH.with(|words| said(words, message, language, shown)),
    }
}

/// The same by the words of what can be wrong with a model alone.
pub(super) fn shown_of_model(message: &Message, language: Language) -> String {
    match language {
        Language::English => {
            ENGLISH_OF_MODEL.with(|words| said(words, message, language, shown_of_model))
        }
        Language::Polish => {
            POLISH_OF_MODEL.with(|words| said(words, message, language, shown_of_model))
        }
    }
}

/// The message by the words of a bundle; `inside` shows the messages in it.
fn said(
    words: &Bundle,
    message: &Message,
    language: Language,
    inside: fn(&Message, Language) -> String,
) -> String {
    let pattern = words.get_message(&message.id).and_then(|of| of.value());
    let Some(pattern) = pattern else {
        return message.id.clone().into_owned();
    };
    let mut arguments = FluentArgs::new();
    for (name, argument) in &message.arguments {
        // What a sentence chooses its variant by is a number or a key; all else is text.
        let value = match argument {
            Argument::Count(n) => FluentValue::from(*n as f64),
            other => {
                FluentValue::from(other.shown_by(language, &|message| inside(message, language)))
            }
        };
        arguments.set(name.as_ref(), value);
    }
    let mut faults = Vec::new();
    let text = words.format_pattern(pattern, Some(&arguments), &mut faults);
    debug_assert!(faults.is_empty(), "{}: {faults:?}", message.id);
    text.into_owned()
}
