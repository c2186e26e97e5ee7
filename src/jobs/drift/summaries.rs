//! What the answers about drift hold.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::request::DriftSource;
use crate::jobs::summaries::{Page, TextRow};
use crate::message::Message;
use crate::pipeline::drift::{DriftReport, Family, FoundFrom, SweepPoint, TermShift};

/// A drift report as a view needs it: with the terms that a document lists, see [`listed`](crate::pipeline::drift::TermTests::listed); the others are asked for
/// by family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DriftSummary {
    /// Number of the job that made it.
    pub id: u32,
    pub report: Box<DriftReport>,
    /// For each family of the report the terms that were tested.
    pub tested: Vec<u64>,
    /// Share of the random splits that are drawn, `0.0..=1.0`.
    pub drawn: f64,
    pub reference: SideSummary,
    pub current: SideSummary,
    /// Rows that were left out, or that a term was added to, where drift was planted.
    pub planted_rows: Option<u64>,
}

/// What is known of one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideSummary {
    pub source: DriftSource,
    pub n_rows: u64,
    pub has_labels: bool,
    /// Whether tweets can be shown.
    pub has_texts: bool,
}

/// The tested terms of a family as points: terms with the same counts stand at the same place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TermCloud {
    pub family: Family,
    pub n_tested: u64,
    /// The surest first.
    pub points: Vec<TermPoint>,
}

/// Terms that are in as many rows of either side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TermPoint {
    /// Rows of either side.
    pub reference: u64,
    pub current: u64,
    pub log2_ratio: f64,
    /// Exact, uncorrected.
    pub p: f64,
    /// Corrected inside the family.
    pub q: f64,
    pub flagged: bool,
    pub n_terms: u64,
    /// The first of them, at most [`MAX_NAMES`].
    pub terms: Vec<String>,
}

/// Terms that a point names.
pub const MAX_NAMES: usize = 6;

/// A page of tested terms.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TermPage {
    /// Terms that match, on all pages.
    pub total: u64,
    pub terms: Vec<TermShift>,
}

/// One term in all its parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TermSummary {
    pub family: Family,
    pub term: String,
    /// None where the term was not tested.
    pub shift: Option<TermShift>,
    /// The names of the classes of both sides.
    pub classes: Vec<String>,
    pub reference: TermOnSide,
    pub current: TermOnSide,
    pub effect: TermEffect,
}

/// A term on one side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermOnSide {
    /// Rows that have it, and rows in all.
    pub rows: u64,
    pub n_rows: u64,
    /// For each class the rows that have it, and all rows of the class; none without labels.
    pub classes: Option<Vec<(u64, u64)>>,
}

/// What a term does to what the last run's model says of the rows that have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TermEffect {
    Measured {
        /// The names of the model's classes.
        classes: Vec<String>,
        /// Rows asked about: of those that have the term at most [`MAX_ASKED`], the current ones first.
        rows: u64,
        /// For each class the rows that are given it as they are, and those that are given it without the term.
        labels: Vec<(u64, u64)>,
        /// Rows whose class changes.
        changed: u64,
        /// For each class by how much its score rises with the term, on average.
        scores: Vec<f64>,
    },
    Unavailable {
        reason: Message,
    },
}

/// Rows that a model is asked about for one term.
pub const MAX_ASKED: usize = 200;

/// A page of the rows that have a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DriftRowPage {
    Texts(Page<DriftRow>),
    /// The side came without its texts.
    NoTexts {
        total: u64,
    },
}

/// One row of a side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftRow {
    /// In the order of its file, from 0.
    pub row: u32,
    /// Its text in pieces, the term and what lies between.
    pub pieces: Vec<TextPiece>,
    /// The name of its class, where it has a label.
    pub class: Option<String>,
}

impl DriftRow {
    /// Where the term stands in the text, as ranges of bytes.
    pub fn marks(&self) -> Vec<Range<usize>> {
        let mut end = 0;
        let places = self.pieces.iter().filter_map(|piece| {
            let start = end;
            end += piece.text.len();
            piece.is_term.then_some(start..end)
        });
        places.collect()
    }
}

impl TextRow for DriftRow {
    fn row(&self) -> u32 {
        self.row
    }

    fn text(&self) -> String {
        self.pieces.iter().map(|piece| &*piece.text).collect()
    }

    fn label(&self) -> Option<u32> {
        None
    }

    fn others(&self) -> [u32; 3] {
        [0; 3]
    }
}

/// A part of a text, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TextPiece {
    pub text: String,
    /// Whether it is the term.
    pub is_term: bool,
}

/// What a sweep found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SweepSummary {
    pub points: Vec<SweepPoint>,
}

/// From which share on something planted is found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlantedSharesSummary {
    pub parts: Vec<FoundFrom>,
}
