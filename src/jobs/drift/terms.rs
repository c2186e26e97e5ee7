//! Terms of the last report: all of a family as points, a list to search, one in all its parts, its tweets.

use super::request::{DriftRowsQuery, DriftSide, TermColumn, TermOrder, TermsQuery};
use super::sides::Rows;
use super::summaries::{
    DriftRow, DriftRowPage, MAX_ASKED, MAX_NAMES, TermCloud, TermEffect, TermOnSide, TermPage,
    TermPoint, TermSummary, TextPiece,
};
use super::work::LastDrift;
use crate::jobs::held_run::HeldRun;
use crate::jobs::rows::page;
use crate::jobs::selection::Found;
use crate::jobs::summaries::Page;
use crate::message;
use crate::message::Argument;
use crate::pipeline::drift::{Family, Measurement, Side, TermShift, Tokens};
use crate::pipeline::error::{Code, Error};

impl LastDrift {
    pub fn cloud(&self, family: Family) -> Result<TermCloud, Error> {
        let terms = self.tested(family)?;
        let mut points: Vec<TermPoint> = Vec::new();
        let mut order: Vec<&TermShift> = terms.iter().collect();
        order.sort_by(|x, y| {
            (x.shift.exact.p.total_cmp(&y.shift.exact.p))
                .then((x.reference, x.current).cmp(&(y.reference, y.current)))
                .then(x.term.cmp(&y.term))
        });
        for term in order {
            match points.last_mut() {
                Some(last) if (last.reference, last.current) == (term.reference, term.current) => {
                    last.n_terms += 1;
                    if last.terms.len() < MAX_NAMES {
                        last.terms.push(term.term.clone());
                    }
                }
                _ => points.push(TermPoint {
                    reference: term.reference,
                    current: term.current,
                    log2_ratio: term.shift.log2_ratio.value,
                    p: term.shift.exact.p,
                    q: term.q,
                    flagged: term.flagged,
                    n_terms: 1,
                    terms: vec![term.term.clone()],
                }),
            }
        }
        Ok(TermCloud {
            family,
            n_tested: terms.len() as u64,
            points,
        })
    }

    pub fn list(&self, query: &TermsQuery) -> Result<TermPage, Error> {
        let wanted = query.text.trim().to_lowercase();
        let mut found: Vec<&TermShift> = self
            .tested(query.family)?
            .iter()
            .filter(|term| term.term.contains(&wanted))
            .collect();
        let TermOrder { by, is_falling } = query.order;
        found.sort_by(|a, b| {
            let order = match by {
                TermColumn::Term => a.term.cmp(&b.term),
                TermColumn::Reference => a.reference.cmp(&b.reference),
                TermColumn::Current => a.current.cmp(&b.current),
                TermColumn::Ratio => {
                    let [a, b] = [a, b].map(|term| term.shift.log2_ratio.value);
                    a.total_cmp(&b)
                }
                TermColumn::P => a.shift.exact.p.total_cmp(&b.shift.exact.p),
                TermColumn::Q => a.q.total_cmp(&b.q),
            };
            if is_falling { order.reverse() } else { order }
        });
        Ok(TermPage {
            total: found.len() as u64,
            terms: page(&found, query.offset, query.limit)
                .iter()
                .map(|&term| term.clone())
                .collect(),
        })
    }

    /// `run` is the one whose model is asked.
    pub fn term(
        &self,
        family: Family,
        term: &str,
        run: Option<&HeldRun>,
    ) -> Result<TermSummary, Error> {
        let tested = self.tested(family).unwrap_or_default();
        let [reference, current] =
            [&self.reference, &self.current].map(|rows| rows_with(&rows.side, family, term));
        let mut classes = self.reference.side.classes.clone();
        for class in &self.current.side.classes {
            if !classes.contains(class) {
                classes.push(class.clone());
            }
        }
        Ok(TermSummary {
            family,
            term: term.to_string(),
            shift: tested.iter().find(|shift| shift.term == term).cloned(),
            reference: match self.reference.counted(family, term) {
                // Which row had it was not kept, and so not its class.
                Some(rows) => TermOnSide {
                    rows,
                    n_rows: self.reference.n_rows(),
                    classes: None,
                },
                None => on_side(&self.reference.side, &classes, &reference),
            },
            current: on_side(&self.current.side, &classes, &current),
            classes,
            effect: self.effect(family, term, [&reference, &current], run),
        })
    }

    /// `picked`: of the rows with a term those alone.
    pub fn rows(&self, query: &DriftRowsQuery, picked: Option<&Found>) -> DriftRowPage {
        let rows = match query.side {
            DriftSide::Reference => &self.reference,
            DriftSide::Current => &self.current,
        };
        let mut found = rows_with(&rows.side, query.family, &query.term);
        let counted = rows.counted(query.family, &query.term);
        let total = counted.unwrap_or(found.len() as u64);
        let Some(texts) = &rows.texts else {
            return DriftRowPage::NoTexts { total };
        };
        if let Some(picked) = picked {
            found.retain(|&at| picked.has(rows.numbers[at as usize], &texts[at as usize]));
        }
        let total = found.len() as u64;
        let side = &rows.side;
        let tokens = Tokens::new();
        let shown = page(&found, query.offset, query.limit).iter().map(|&at| {
            let at = at as usize;
            let label = side.labels.as_ref().and_then(|labels| labels[at]);
            DriftRow {
                row: rows.numbers[at],
                pieces: pieces(&tokens, query, &texts[at]),
                class: label.map(|label| side.classes[label as usize].clone()),
            }
        });
        DriftRowPage::Texts(Page {
            total,
            offset: query.offset,
            rows: shown.collect(),
        })
    }

    fn tested(&self, family: Family) -> Result<&[TermShift], Error> {
        let terms = self
            .report()
            .terms
            .iter()
            .find(|terms| terms.family == family);
        let tests = terms.map(|terms| terms.tests.as_ref());
        match tests {
            Some(Measurement::Measured(tests)) => Ok(&tests.terms),
            Some(Measurement::Missing(gap)) => Err(Error::new(
                Code::Usage,
                gap.reason(),
                gap.remedy()
                    .unwrap_or_else(|| message!("error-choose-family")),
            )),
            None => Err(Error::new(
                Code::Usage,
                message!("error-terms-not-tested"),
                message!("error-choose-family"),
            )),
        }
    }

    /// The labels and scores of the rows that have the term, as they are and without it.
    fn effect(
        &self,
        family: Family,
        term: &str,
        [reference, current]: [&[u32]; 2],
        run: Option<&HeldRun>,
    ) -> TermEffect {
        let unavailable = |why: &'static str| TermEffect::Unavailable {
            reason: message!("term-effect-unavailable", why = Argument::key(why)),
        };
        let Some(run) = run else {
            return unavailable("no-model");
        };
        if family == Family::Trigrams {
            return unavailable("trigram");
        }
        let texts = |rows: &Rows, found: &[u32]| -> Vec<String> {
            let texts = rows.texts.iter();
            let of = |texts: &Vec<String>| -> Vec<String> {
                found
                    .iter()
                    .map(|&row| texts[row as usize].clone())
                    .collect()
            };
            texts.flat_map(of).collect()
        };
        let mut asked = texts(&self.current, current);
        asked.extend(texts(&self.reference, reference));
        asked.truncate(MAX_ASKED);
        if asked.is_empty() {
            return unavailable("no-texts");
        }
        let tokens = Tokens::new();
        let without: Vec<String> = asked
            .iter()
            .map(|text| tokens.without(family, term, text))
            .collect();
        let (model, n) = (&run.prepared, asked.len() as f64);
        let [with, without] = [&asked, &without].map(|texts| {
            let rows = model.features(texts);
            (model.predict_rows(&rows).labels, model.class_scores(&rows))
        });
        let classes = run.record.model.classes.clone();
        let count = |labels: &[u32], class: usize| {
            labels
                .iter()
                .filter(|label| **label as usize == class)
                .count() as u64
        };
        let column = |scores: &[Vec<f64>], class: usize| {
            scores.iter().map(|row| row[class]).sum::<f64>() / n
        };
        TermEffect::Measured {
            rows: asked.len() as u64,
            labels: (0..classes.len())
                .map(|class| (count(&with.0, class), count(&without.0, class)))
                .collect(),
            changed: with
                .0
                .iter()
                .zip(&without.0)
                .filter(|(a, b)| a != b)
                .count() as u64,
            scores: (0..classes.len())
                .map(|class| column(&with.1, class) - column(&without.1, class))
                .collect(),
            classes,
        }
    }
}

/// The rows of a side that have a term, ascending.
fn rows_with(side: &Side, family: Family, term: &str) -> Vec<u32> {
    let set = side.family(family);
    let number = set.vocabulary.iter().position(|known| known == term);
    number.map_or_else(Vec::new, |number| set.rows.rows_with(number as u32))
}

/// A text cut where the term stands.
fn pieces(tokens: &Tokens, query: &DriftRowsQuery, text: &str) -> Vec<TextPiece> {
    let mut pieces = Vec::new();
    let mut piece = |text: &str, is_term| {
        if !text.is_empty() {
            let text = text.to_string();
            pieces.push(TextPiece { text, is_term });
        }
    };
    let mut end = 0;
    for place in tokens.places_of(query.family, &query.term, text) {
        piece(&text[end..place.start], false);
        piece(&text[place.clone()], true);
        end = place.end;
    }
    piece(&text[end..], false);
    pieces
}

fn on_side(side: &Side, classes: &[String], found: &[u32]) -> TermOnSide {
    let by_class = side.labels.as_ref().map(|labels| {
        let name = |row: usize| labels[row].map(|label| &side.classes[label as usize]);
        classes
            .iter()
            .map(|class| {
                let with = found
                    .iter()
                    .filter(|row| name(**row as usize) == Some(class))
                    .count();
                let all = (0..labels.len())
                    .filter(|&row| name(row) == Some(class))
                    .count();
                (with as u64, all as u64)
            })
            .collect()
    });
    TermOnSide {
        rows: found.len() as u64,
        n_rows: side.n_rows as u64,
        classes: by_class,
    }
}
