//! The verdict in words.

use std::fmt;

use super::history::Standing;
use super::tokens::Family;
use super::verdict::{Finding, PartName, PartVerdict, Verdict, Whole};

impl fmt::Display for PartName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PartName::Labels => "labels",
            PartName::Terms(Family::Words) => "words",
            PartName::Terms(Family::Emoji) => "emoji",
            PartName::Terms(Family::Hashtags) => "hashtags",
            PartName::Terms(Family::Trigrams) => "character 3-grams",
            PartName::Terms(Family::Punctuation) => "punctuation",
            PartName::Descriptors => "descriptors",
            PartName::Text => "whole text",
            PartName::Concept => "labels given the text",
        })
    }
}

fn listed(parts: &[PartName]) -> String {
    let names: Vec<String> = parts.iter().map(PartName::to_string).collect();
    names.join(", ")
}

impl fmt::Display for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Whole::Drift { parts } => write!(f, "drift: {} changed", listed(parts)),
            Whole::NoDrift => f.write_str("no drift found"),
            Whole::NotEnoughData { rows, needed } => {
                let noun = if *rows == 1 { "row" } else { "rows" };
                write!(
                    f,
                    "not enough data: {rows} {noun} may miss a change that matters"
                )?;
                match needed {
                    Some(needed) => write!(f, "; {needed} rows would show it"),
                    None => f.write_str(", and so would any number of rows with this reference"),
                }
            }
            Whole::NotMeasured => f.write_str("nothing could be measured"),
        }
    }
}

impl fmt::Display for Verdict {
    /// The whole in a sentence that is true as it stands, without a full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chance = self.options.power * 100.0;
        match &self.whole {
            Whole::Drift { .. } if self.is_within_history() => write!(
                f,
                "{}; some block of the reference differs from the rest of it as much",
                self.whole
            ),
            Whole::NoDrift if self.is_part => {
                let n = self.n_current;
                match self.relabelled {
                    0 => write!(
                        f,
                        "no drift: all {n} current rows are rows of the reference"
                    )?,
                    rows => write!(
                        f,
                        "no drift found: all {n} current rows are rows of the reference, with another label: {rows}"
                    )?,
                }
                let other: Vec<PartName> = self.changed().map(|part| part.part).collect();
                if !other.is_empty() {
                    write!(
                        f,
                        "; as a part they differ from the whole in: {}",
                        listed(&other)
                    )?;
                }
                Ok(())
            }
            Whole::NoDrift => {
                f.write_str("no drift found")?;
                let term = self.new_term.and_then(|term| term.share);
                match (self.power.is_empty(), term) {
                    (true, Some(share)) => write!(
                        f,
                        "; a new word in {:.1} % of the rows is found in {chance:.0} % of cases",
                        share * 100.0
                    ),
                    (false, Some(share)) => write!(
                        f,
                        "; a class that doubles, or a new word in {:.1} % of the rows, is found in {chance:.0} % of cases",
                        share * 100.0
                    ),
                    (_, None) => Ok(()),
                }
            }
            Whole::NotEnoughData {
                needed: Some(_), ..
            } => write!(f, "{} in {chance:.0} % of cases", self.whole),
            Whole::NotEnoughData { needed: None, .. } => {
                write!(f, "{}; take a larger reference", self.whole)?;
                match self.rows_of_each_side {
                    Some(rows) => write!(
                        f,
                        ": {rows} rows on each side would show it in {chance:.0} % of cases"
                    ),
                    None => Ok(()),
                }
            }
            whole => whole.fmt(f),
        }
    }
}

impl fmt::Display for PartVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = self.part;
        match &self.finding {
            Finding::Changed {
                history: Some(Standing::BeyondHistory),
            } => write!(
                f,
                "{part}: changed, and differs from the reference more than any block of the reference differs from the rest of it"
            ),
            Finding::Changed {
                history: Some(Standing::WithinHistory),
            } => write!(
                f,
                "{part}: changed, but some block of the reference differs from the rest of it as much"
            ),
            Finding::Changed { history: None } => write!(f, "{part}: changed"),
            Finding::NotChanged if self.only_copies => write!(
                f,
                "{part}: no change found with each text counted once; what differs are copies"
            ),
            Finding::NotChanged => write!(f, "{part}: no change found"),
            Finding::NotMeasured(gap) => write!(f, "{part}: {gap}"),
        }
    }
}
