//! What is found of something planted: which parts notice, and from which share on.

use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::drift::{FoundFrom, PartFinding, PartName, PartVerdict, Unavailable, Verdict};

/// `new` are the parts that changed by what is planted.
pub fn planted_said(verdict: &Verdict, new: &[PartName]) -> Message {
    let named = |wanted: fn(&PartVerdict) -> bool| {
        let parts = verdict.parts.iter().filter(|part| wanted(part));
        names(parts.map(|part| part.part))
    };
    let missed = named(|part| part.finding == PartFinding::NotChanged);
    let waiting = named(|part| part.finding == PartFinding::NotMeasured(Unavailable::NotDrawn));
    let mut said = vec![match new.is_empty() {
        true => message!("drift-planted-missed"),
        false => message!("drift-planted-seen", parts = names(new.iter().copied()).0),
    }];
    if missed.1 > 0 && !new.is_empty() {
        said.push(message!("drift-planted-unseen", parts = missed.0));
    }
    if waiting.1 > 0 {
        said.push(message!("drift-planted-waiting", parts = waiting.0));
    }
    sentences(said)
}

/// `most` is the largest share that was tried.
pub fn found_from_said(parts: &[FoundFrom], most: f64) -> Message {
    let mut found: Vec<(f64, PartName)> = parts
        .iter()
        .filter_map(|one| Some((one.share?, one.part)))
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    let unseen = parts.iter().filter(|one| one.share.is_none());
    let unseen = names(unseen.map(|one| one.part));
    let mut said = Vec::new();
    if !found.is_empty() {
        let parts = found.into_iter().map(|(share, part)| {
            message!(
                "drift-view-from",
                part = part.name(),
                share = Argument::Share(share)
            )
            .into()
        });
        said.push(message!(
            "drift-planted-from",
            parts = Argument::Clauses(parts.collect())
        ));
    }
    if unseen.1 > 0 {
        said.push(message!(
            "drift-planted-never",
            share = Argument::Share(most),
            parts = unseen.0
        ));
    }
    sentences(said)
}

fn names(parts: impl Iterator<Item = PartName>) -> (Argument, usize) {
    let names: Vec<Argument> = parts.map(|part| part.name().into()).collect();
    let n = names.len();
    (Argument::All(names), n)
}

/// One behind the other.
fn sentences(said: Vec<Message>) -> Message {
    let all = said
        .into_iter()
        .reduce(|first, next| message!("sentences", first = first, next = next));
    all.unwrap_or_else(|| Message::text(""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::Language;
    use crate::pipeline::drift::Family;

    #[test]
    fn the_smallest_share_comes_first_and_what_is_not_found_is_said() {
        let of = |part, share| FoundFrom { part, share };
        let parts = [
            of(PartName::Labels, None),
            of(PartName::Terms(Family::Words), Some(0.05)),
            of(PartName::Terms(Family::Emoji), Some(0.01)),
        ];
        let said = found_from_said(&parts, 0.2);
        assert_eq!(
            said.shown(Language::English),
            "Noticed from: emoji 1.0 %; words 5.0 %. Not up to 20.0 %: labels."
        );
        assert_eq!(
            said.shown(Language::Polish),
            "Widać od: emoji 1,0 %; słowa 5,0 %. Nie widać do 20,0 %: etykiety."
        );
        let never = found_from_said(&parts[..1], 0.2).shown(Language::English);
        assert_eq!(never, "Not up to 20.0 %: labels.");
    }
}
