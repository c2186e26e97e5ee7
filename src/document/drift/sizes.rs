//! How large the change of each part is, in words that need no statistics: from where to where, in how many rows.

use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::drift::{
    ClassDrift, Descriptor, DescriptorDrift, DriftReport, Family, Measurement, PartFinding,
    PartName, PartVerdict, Presence, ProportionShift, TermDrift, TermShift, TextDrift, Unavailable,
};

/// Classes and descriptors that are named.
const NAMED: usize = 2;
/// New or gone terms that are named one by one.
const NAMED_TERMS: usize = 3;

/// The size of the change, or why nothing is known of it. Without a full stop.
pub(super) fn size(report: &DriftReport, part: &PartVerdict) -> Message {
    let is_changed = match &part.finding {
        PartFinding::Changed { .. } => true,
        PartFinding::NotChanged => false,
        PartFinding::NotMeasured(Unavailable::NotDrawn) => false,
        PartFinding::NotMeasured(gap) => return gap.message(),
    };
    let alpha = report.options.verdict.alpha;
    let said = match part.part {
        PartName::Labels => labels(report, is_changed, alpha),
        PartName::Terms(family) => report
            .terms
            .iter()
            .find(|terms| terms.family == family)
            .and_then(of_terms),
        PartName::Descriptors => descriptors(&report.descriptors, is_changed, alpha),
        PartName::Text => text(&report.text),
        PartName::Concept => report.concept.measured().map(|concept| {
            message!(
                "drift-size-concept",
                before = Argument::Share(concept.agreement_reference),
                now = Argument::Share(concept.agreement_current)
            )
        }),
    };
    said.unwrap_or_else(|| Unavailable::NotDrawn.message())
}

/// The surest first; more than one only of those that changed.
fn named<T>(mut all: Vec<(f64, T)>, is_changed: bool, alpha: f64) -> Vec<T> {
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let first = all.iter().take(NAMED).filter(|(p, _)| *p <= alpha).count();
    let n = if is_changed { first.max(1) } else { 1 };
    all.into_iter().take(n).map(|(_, one)| one).collect()
}

/// As clauses of one sentence; what did not change is the largest difference there is.
fn clauses(all: Vec<Message>, is_changed: bool) -> Option<Message> {
    let all: Vec<Argument> = all.into_iter().map(Argument::from).collect();
    (!all.is_empty()).then(|| {
        message!(
            "drift-sizes",
            kind = Argument::key(if is_changed { "changed" } else { "largest" }),
            sizes = Argument::Clauses(all)
        )
    })
}

fn labels(report: &DriftReport, is_changed: bool, alpha: f64) -> Option<Message> {
    let labels = report.labels.measured()?;
    let classes = labels.classes.iter().filter_map(|class| {
        let shift = class.shift.as_ref()?;
        Some((shift.exact.p, (class, shift)))
    });
    let rows = [labels.n_reference, labels.n_current];
    let named = named(classes.collect(), is_changed, alpha);
    let said = named
        .into_iter()
        .map(|(class, shift)| of_class(class, shift, rows));
    clauses(said.collect(), is_changed)
}

/// `rows` are those of both sides.
fn of_class(class: &ClassDrift, shift: &ProportionShift, rows: [u64; 2]) -> Message {
    let [before, now] = [shift.reference.value, shift.current.value];
    let name = &class.class;
    match class.presence {
        Presence::CurrentOnly => message!(
            "drift-size-new",
            name = name,
            rows = class.current,
            all = rows[1]
        ),
        Presence::ReferenceOnly => message!(
            "drift-size-gone",
            name = name,
            rows = class.reference,
            all = rows[0]
        ),
        Presence::Both | Presence::Neither if before == now => message!(
            "drift-size-class-same",
            class = name,
            share = Argument::Share(now)
        ),
        Presence::Both | Presence::Neither => message!(
            "drift-size-class",
            class = name,
            before = Argument::Share(before),
            now = Argument::Share(now)
        ),
    }
}

fn of_terms(drift: &TermDrift) -> Option<Message> {
    let tests = drift.tests.measured()?;
    let flagged: Vec<&TermShift> = tests.listed().filter(|term| term.flagged).collect();
    let Some(first) = surest(flagged.iter().copied()) else {
        let first = surest(tests.listed())?;
        return Some(message!("drift-size-terms-none", term = from_to(first)));
    };
    let is_named = flagged.len() as u64 == tests.n_flagged && flagged.len() <= NAMED_TERMS;
    if is_named && flagged.iter().all(|term| term.reference == 0) {
        let all = drift.n_current;
        return Some(match flagged[..] {
            [only] => message!(
                "drift-size-new",
                name = &only.term,
                rows = only.current,
                all = all
            ),
            _ => message!(
                "drift-size-terms-new",
                terms = of_family(drift.family, flagged.len() as u64),
                named = in_rows(&flagged, |term| term.current),
                all = all
            ),
        });
    }
    if is_named && flagged.iter().all(|term| term.current == 0) {
        let all = drift.n_reference;
        return Some(match flagged[..] {
            [only] => message!(
                "drift-size-gone",
                name = &only.term,
                rows = only.reference,
                all = all
            ),
            _ => message!(
                "drift-size-terms-gone",
                terms = of_family(drift.family, flagged.len() as u64),
                named = in_rows(&flagged, |term| term.reference),
                all = all
            ),
        });
    }
    // Of more than are listed it is not known which way they went.
    if flagged.len() as u64 != tests.n_flagged {
        return Some(message!(
            "drift-size-terms-many",
            terms = of_family(drift.family, tests.n_flagged),
            term = from_to(first)
        ));
    }
    let is_more = |term: &&&TermShift| term.shift.log2_ratio.value > 0.0;
    let more = flagged.iter().filter(is_more).count() as u64;
    let fewer = flagged.len() as u64 - more;
    let (way, counted) = match (more, fewer) {
        (0, fewer) => ("fewer", fewer),
        (more, 0) => ("more", more),
        (more, _) => ("both", more),
    };
    Some(message!(
        "drift-size-terms",
        way = Argument::key(way),
        terms = of_family(drift.family, counted),
        fewer = fewer,
        term = from_to(first)
    ))
}

/// The first of those with the smallest p-value.
fn surest<'a>(terms: impl Iterator<Item = &'a TermShift>) -> Option<&'a TermShift> {
    terms.reduce(|a, b| match b.shift.exact.p < a.shift.exact.p {
        true => b,
        false => a,
    })
}

fn from_to(term: &TermShift) -> Message {
    message!(
        "drift-size-term",
        term = &term.term,
        before = Argument::Share(term.shift.reference.value),
        now = Argument::Share(term.shift.current.value)
    )
}

fn in_rows(terms: &[&TermShift], rows: impl Fn(&TermShift) -> u64) -> Argument {
    let named = terms
        .iter()
        .map(|term| message!("drift-size-term-rows", term = &term.term, rows = rows(term)).into());
    Argument::All(named.collect())
}

/// So many terms by what they are called.
fn of_family(family: Family, count: u64) -> Message {
    match family {
        Family::Words => message!("drift-count-words", count = count),
        Family::Emoji => message!("drift-count-emoji", count = count),
        Family::Hashtags => message!("drift-count-hashtags", count = count),
        Family::Trigrams => message!("drift-count-trigrams", count = count),
        Family::Punctuation => message!("drift-count-punctuation", count = count),
    }
}

fn descriptors(all: &[DescriptorDrift], is_changed: bool, alpha: f64) -> Option<Message> {
    let found = all.iter().filter_map(|one| {
        let means = [one.reference?.mean, one.current?.mean];
        Some((one.tests.measured()?.ks.p, (one.descriptor, means)))
    });
    let named = named(found.collect(), is_changed, alpha);
    let said = named.into_iter().map(|(descriptor, [before, now])| {
        let shown = |mean| match descriptor {
            Descriptor::OutOfVocabulary | Descriptor::UpperCase | Descriptor::Punctuation => {
                Argument::Share(mean)
            }
            _ => Argument::Number(mean),
        };
        message!(
            "drift-size-descriptor",
            name = descriptor.name(),
            before = shown(before),
            now = shown(now)
        )
    });
    clauses(said.collect(), is_changed)
}

fn text(text: &TextDrift) -> Option<Message> {
    let Measurement::Measured(bits) = &text.divergence_bits else {
        return None;
    };
    Some(match (&text.classifier, &text.divergence) {
        (Some(classifier), _) => message!(
            "drift-size-classifier",
            auc = Argument::Score(classifier.observed)
        ),
        (None, Some(divergence)) => message!(
            "drift-size-wording",
            bits = Argument::Score(*bits),
            chance = Argument::Score(divergence.mean)
        ),
        (None, None) => message!("drift-size-wording-alone", bits = Argument::Score(*bits)),
    })
}

#[cfg(test)]
mod tests;
