//! How good a model is, as a document: whether it beats the majority-class baseline, which classes it finds, then the scores.

use serde::{Deserialize, Serialize};

use super::before::EvaluatedBefore;
use super::{
    Action, Advice, Block, Column, Content, Document, Fact, Kind, Row, State, Tone, Verdict,
};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::compare::{Standing, VersusBaseline};
use crate::pipeline::metrics::{Evaluation, SetScore, UnknownClass};

/// Classes that the verdict names; the table below it has all of them.
const NAMED: usize = 3;

/// A set of rows that was evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EvaluatedSet {
    Train,
    Validation,
    Test,
}

impl EvaluatedSet {
    pub fn name(self) -> Message {
        match self {
            EvaluatedSet::Train => message!("set-train"),
            EvaluatedSet::Validation => message!("set-validation"),
            EvaluatedSet::Test => message!("set-test"),
        }
    }
}

/// What the document is made of.
#[derive(Debug, Clone, Copy)]
pub struct EvaluationParts<'a> {
    /// What is evaluated, such as the name of a run or of an archive.
    pub name: &'a str,
    /// Each set with its scores; the last is the one that counts.
    pub sets: &'a [(EvaluatedSet, &'a Evaluation)],
    /// Of the majority-class baseline, the most frequent class of the training rows; none where that is not known.
    pub baseline_class: Option<&'a str>,
    /// Whether the classes can be given weights that would find the rare ones more often.
    pub can_balance: bool,
    /// Classes of the rows that the model can't give.
    pub unknown: &'a [UnknownClass],
    /// Seconds that a text takes.
    pub seconds_a_text: Option<f64>,
    pub peak_memory_bytes: Option<u64>,
    pub before: Option<EvaluatedBefore<'a>>,
}

/// The document; without a verdict where nothing but training rows were evaluated, or the baseline is not known.
pub fn evaluation_document(parts: EvaluationParts) -> Document {
    let mut blocks = Vec::new();
    if let Some(verdict) = verdict(&parts) {
        blocks.push(Block::new("evaluate-verdict", Content::Verdict(verdict)));
    }
    if let Some(warning) = unknown_classes(parts.unknown) {
        blocks.push(Block::text("unknown-classes", Tone::Warning, warning));
    }
    if let (Some(before), Some((_, last))) = (&parts.before, parts.sets.last()) {
        blocks.push(before.beside(last));
    }
    blocks.push(Block::new("evaluate-facts", Content::Facts(facts(&parts))));
    blocks.extend(parts.sets.last().and_then(|(_, last)| poleval(last)));
    blocks.push(Block::section(
        "scores",
        message!("evaluate-scores"),
        vec![scores(&parts)],
    ));
    if let Some((_, last)) = parts.sets.last() {
        blocks.push(Block::section(
            "by-class",
            message!("evaluate-by-class"),
            vec![by_class(last)],
        ));
        blocks.push(Block::section(
            "confusion-matrix",
            message!("evaluate-confusion"),
            vec![
                Block::text(
                    "confusion-about",
                    Tone::Quiet,
                    message!("evaluate-confusion-about"),
                ),
                confusion("confusion", last),
            ],
        ));
    }
    Document {
        title: message!("evaluate-title"),
        subject: parts.name.to_string(),
        blocks,
    }
}

fn verdict(parts: &EvaluationParts) -> Option<Verdict> {
    let (set, evaluation) = parts.sets.last()?;
    let class = parts.baseline_class?;
    let names = &evaluation.per_class;
    let place = names.iter().position(|one| one.name == class)?;
    let versus = VersusBaseline::new(&evaluation.confusion, place)?;
    let (state, standing) = match versus.standing {
        Standing::Better => (State::Good, "better"),
        Standing::Undecided if versus.difference.value > 0.0 => (State::Warning, "hardly"),
        Standing::Undecided => (State::Warning, "not"),
        Standing::Worse => (State::Bad, "worse"),
        Standing::Same => (State::Bad, "same"),
    };
    let word = match versus.standing {
        Standing::Better => message!("evaluate-better"),
        Standing::Undecided => message!("evaluate-undecided"),
        Standing::Worse => message!("evaluate-worse"),
        Standing::Same => message!("evaluate-same"),
    };
    let found: Vec<Argument> = versus
        .missed
        .iter()
        .take(NAMED)
        .map(|missed| {
            message!(
                "evaluate-found-of",
                found = missed.found,
                rows = missed.rows,
                class = &names[missed.class].name
            )
            .into()
        })
        .collect();
    let versus_line = message!(
        "evaluate-versus",
        standing = Argument::Key(standing.into()),
        class = class,
        set = set.name(),
        by = Argument::Score(versus.difference.value.abs()),
        low = Argument::Change(versus.difference.low),
        high = Argument::Change(versus.difference.high),
        p = Argument::PValue(versus.exact_p)
    );
    let misses = !found.is_empty();
    let has_others = names.iter().any(|one| one.name != class && one.support > 0);
    let sentence = match (misses, has_others) {
        (true, _) => message!(
            "evaluate-finds",
            versus = versus_line,
            found = Argument::All(found)
        ),
        (false, true) => message!("evaluate-finds-all", versus = versus_line),
        (false, false) => versus_line,
    };
    let advice = (misses && parts.can_balance).then(|| Advice {
        sentence: message!("evaluate-advice-balance"),
        action: Some(Action::Balance),
    });
    Some(Verdict {
        state: match (state, misses) {
            // Better than no model, and blind to a class all the same.
            (State::Good, true) => State::Warning,
            _ => state,
        },
        outcome: match versus.standing {
            Standing::Better => "better",
            Standing::Undecided => "undecided",
            Standing::Worse => "worse",
            Standing::Same => "same",
        },
        word,
        sentence,
        advice,
    })
}

/// What to say of rows whose classes the model can't give.
pub fn unknown_classes(classes: &[UnknownClass]) -> Option<Message> {
    (!classes.is_empty()).then(|| {
        message!(
            "evaluate-unknown",
            rows = classes.iter().map(|of| of.rows).sum::<u64>(),
            n_classes = classes.len(),
            classes = UnknownClass::names(classes)
        )
    })
}

fn facts(parts: &EvaluationParts) -> Vec<Fact> {
    let mut facts = vec![Fact::new(message!("evaluate-model"), parts.name)];
    if let Some((set, evaluation)) = parts.sets.last() {
        facts.push(Fact::new(
            set.name(),
            message!("count-rows", rows = evaluation.n),
        ));
    }
    if let Some(class) = parts.baseline_class {
        facts.push(Fact::new(message!("evaluate-baseline"), class));
    }
    if let Some(seconds) = parts.seconds_a_text {
        facts.push(Fact::new(
            message!("evaluate-latency"),
            Argument::Millis(seconds),
        ));
    }
    if let Some(bytes) = parts.peak_memory_bytes {
        facts.push(Fact::new(
            message!("cost-peak-memory"),
            Argument::Bytes(bytes),
        ));
    }
    facts
}

fn scores(parts: &EvaluationParts) -> Block {
    let mut columns = vec![Column::new(message!("column-score"), Kind::Name)];
    columns.extend(
        parts
            .sets
            .iter()
            .map(|(set, _)| Column::new(set.name(), Kind::Number)),
    );
    let all = parts
        .sets
        .last()
        .map_or(Vec::new(), |(_, last)| last.scores());
    let rows = all.into_iter().map(|score| {
        let sets = parts.sets.iter();
        let values = sets.map(|(_, evaluation)| evaluation.shown_score(score));
        let name = Some(score.name().into());
        Row::new(std::iter::once(name).chain(values).collect())
            .keyed(score.key())
            .about(score.about())
    });
    Block::table("all-scores", columns, rows.collect())
}

/// PolEval's own scores, where the rows are PolEval's.
fn poleval(evaluation: &Evaluation) -> Option<Block> {
    let said = message!(
        "evaluate-poleval",
        micro = evaluation.shown_score(SetScore::PolevalMicro)?,
        macro_f = evaluation.shown_score(SetScore::PolevalMacro)?
    );
    Some(Block::text("poleval", Tone::Plain, said))
}

fn by_class(evaluation: &Evaluation) -> Block {
    let columns = [
        (message!("column-class"), Kind::Name),
        (message!("score-precision"), Kind::Number),
        (message!("score-recall-alone"), Kind::Number),
        (message!("score-f1"), Kind::Number),
        (message!("column-rows"), Kind::Number),
    ];
    let rows = evaluation.per_class.iter().map(|class| {
        Row::new(vec![
            Some((&class.name).into()),
            Some(Argument::Score(class.precision)),
            Some(Argument::Score(class.recall)),
            Some(Argument::Score(class.f1)),
            Some(class.support.into()),
        ])
    });
    Block::table(
        "per-class",
        columns
            .into_iter()
            .map(|(name, kind)| Column::new(name, kind))
            .collect(),
        rows.collect(),
    )
}

/// The confusion matrix as a table of this id.
pub(super) fn confusion(id: &'static str, evaluation: &Evaluation) -> Block {
    let names = evaluation.per_class.iter().map(|class| &class.name);
    let mut columns = vec![Column::new(message!("column-truth"), Kind::Name)];
    columns.extend(
        names
            .clone()
            .map(|name| Column::new(message!("column-predicted", class = name), Kind::Number)),
    );
    let rows = names.zip(&evaluation.confusion).map(|(name, counts)| {
        let counts = counts.iter().map(|count| Some((*count).into()));
        Row::new(std::iter::once(Some(name.into())).chain(counts).collect())
    });
    Block::table(id, columns, rows.collect())
}
