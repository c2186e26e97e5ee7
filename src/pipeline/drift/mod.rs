//! Drift: how current data differs from the data that a model learned from, and how sure one can be of it.
//!
//! Plain counts and rows in, plain reports out, for the page, the command line and the archive alike. Whatever shuffles
//! is stepped and seeded: the same seed gives the same numbers however the work was sliced. It reads no files, knows no
//! model and draws nothing. A number that the data does not give is a [`Unavailable`] that says why, never a guess.
//!
//! The distributions are own code over [`crate::pipeline::numeric`], each with its source: those of the crate `statrs`
//! take their logarithms from the platform, so that a p-value would differ between the browser and the command line.
//!
//! | symbol in the sources | here |
//! |---|---|
//! | p, q | shares of the reference and of the current data |
//! | N, n | rows of the reference and of the current data |
//! | a, b | rows of either side that have a term or a class |

pub mod calibration;
pub mod classifier;
mod compared;
mod concept;
mod concept_scores;
pub mod contingency;
mod copies;
mod descriptors;
pub mod distributions;
mod draws;
mod each_text_once;
pub mod fisher;
mod held_out;
pub mod history;
pub mod intervals;
pub mod ks;
mod labels;
mod marginals;
mod measurement;
pub mod multiple;
mod null;
mod overlap;
mod part;
mod planted;
mod planted_shares;
pub mod power;
mod predictions;
mod profile;
mod report;
pub mod samples;
mod scores;
pub mod shares;
mod shuffle;
mod side;
mod sweep;
mod term_rows;
mod terms;
mod tokens;
pub mod tools;
mod verdict;
mod verdict_power;
mod verdict_words;
mod wording;
mod work;

pub use calibration::{Cbpe, Performance};
pub use classifier::ClassifierTest;
pub use concept::{ClassConcept, ConceptDrift, ScoredLabels, concept};
pub use concept_scores::concept_of_sides;
pub use contingency::ChiSquare;
pub use copies::{Copies, CopiesOfSide, copy_keys, once_each};
pub use descriptors::{
    Descriptor, DescriptorDrift, DescriptorTests, DescriptorValues, UnknownWords,
    current_out_of_vocabulary, describe, descriptors_p, own_out_of_vocabulary,
    pooled_out_of_vocabulary,
};
pub use draws::Draws;
pub use each_text_once::EachTextOnce;
pub use fisher::Exact;
pub use history::{HistoryNull, LabelHistory, Standing};
pub use intervals::{Estimate, ProportionShift};
pub use ks::{KsMethod, KsTest};
pub use labels::{
    ClassDrift, LabelCounts, LabelDrift, LabelNulls, LabelPermutation, LabelStatistics, Presence,
};
pub use measurement::{Measurement, Unavailable};
pub use null::{Null, quantile};
pub use overlap::Overlap;
pub use planted::{Planted, PlantedRows};
pub use planted_shares::{FoundFrom, Noticed, found_from};
pub use power::Power;
pub use predictions::{Band, PerformanceDrift, PredictionDrift, UsualPerformance, Watches};
pub use profile::{
    Calibrated, Marginals, Profile, ScoreMarginals, TermCounts, are_classes_of, are_values_of,
    rows_of_classes,
};
pub use report::{DriftOptions, DriftReport, TextDrift};
pub use samples::{Cells, Summary};
pub use scores::{ScoreKind, Scores};
pub use shares::Distances;
pub use side::{Side, SideRows};
pub use sweep::{Found, Sweep, SweepPoint};
pub use term_rows::{JoinedTerms, TermRows, TermSet};
pub use terms::{Control, NullControl, RowsWithAny, TermDrift, TermOptions, TermShift, TermTests};
pub use tokens::{Family, Tokens};
pub use tools::{Failure, Measure, Tool, ToolVerdict};
pub use verdict::{
    Basis, Evidence, PartFinding, PartName, PartVerdict, Verdict, VerdictOptions, Whole,
    draws_needed, text_p,
};
pub use verdict_power::{ClassPower, NEW_TERM_SHARE, NewTermPower};
pub use wording::WordingPermutation;
pub use work::DriftWork;
