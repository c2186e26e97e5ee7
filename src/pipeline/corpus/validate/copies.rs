//! Texts that are equal to the character.

use super::near::Labels;
use crate::pipeline::corpus::Corpus;
use crate::pipeline::step::Pace;
use crate::pipeline::terms::TermTable;

/// The distinct texts of a set. Costs one pass over the texts, and holds a copy of each distinct one.
pub(super) struct Copies {
    /// Numbers the distinct texts as they come.
    numbers: TermTable,
    distinct: Vec<Distinct>,
    /// For each row the number of its text.
    rows: Vec<u32>,
}

/// What is known of one text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Distinct {
    /// The first row that has it.
    pub first: u32,
    /// The labels of all rows that have it.
    pub labels: Labels,
}

impl Copies {
    /// Gives way in between.
    pub async fn of(corpus: &Corpus) -> Copies {
        let mut pace = Pace::default();
        let mut copies = Copies {
            numbers: TermTable::new(),
            distinct: Vec::new(),
            rows: Vec::with_capacity(corpus.texts.len()),
        };
        for (row, (text, label)) in (0..).zip(corpus.texts.iter().zip(&corpus.labels)) {
            let number = copies.numbers.intern(text);
            if number as usize == copies.distinct.len() {
                copies.distinct.push(Distinct {
                    first: row,
                    labels: Labels::None,
                });
            }
            let known = &mut copies.distinct[number as usize];
            known.labels = known.labels.with(Labels::One(*label));
            copies.rows.push(number);
            pace.after(text.len() / 8).await;
        }
        copies
    }

    /// What is known of the text of a row.
    pub fn of_row(&self, row: usize) -> Distinct {
        self.distinct[self.rows[row] as usize]
    }

    /// What is known of a text that may be of another set.
    pub fn get(&self, text: &str) -> Option<Distinct> {
        let number = self.numbers.get(text)?;
        Some(self.distinct[number as usize])
    }
}
