//! A search as a document: the best trial and what it is worth on other rows, the way there, what decided, every trial.

mod card;
mod contour;
mod figures;
mod parallel;
mod shown;
mod timeline;
mod trials;

#[cfg(test)]
mod tests;

pub use card::trial_blocks;
pub use contour::{contour, contour_settings};
pub use trials::state_of;

use shown::{Drawn, difference, objective, shown, unit, value};

use super::{
    Block, Column, Content, Document, Fact, Figure, Kind, Row, State, Tone, Verdict, interval,
    number,
};
use crate::message;
use crate::message::{Argument, Message};
use crate::pipeline::search::{Ending, Evaluation, SearchReport, TrialState};

/// The document of a search, at work or over.
pub fn search_document(report: &SearchReport) -> Document {
    let mut blocks = vec![Block::new(
        "search-verdict",
        Content::Verdict(verdict(report)),
    )];
    blocks.push(Block::new("search-facts", Content::Facts(facts(report))));
    blocks.push(Block::text(
        "search-test-set",
        Tone::Quiet,
        message!("search-no-test-set"),
    ));
    let drawn = Drawn::of(report);
    if !drawn.trials.is_empty() {
        blocks.push(section(
            "search-history",
            message!("search-history"),
            drawn.left_out(),
            Figure::Scatter(figures::history(&drawn)),
        ));
    }
    blocks.extend(figures::front(&drawn).map(|figure| {
        let (heading, about) = (message!("search-front"), message!("search-front-about"));
        section(
            "search-front",
            heading,
            Some(about),
            Figure::Scatter(figure),
        )
    }));
    blocks.extend(parallel::figure(&drawn).map(|figure| {
        let (heading, about) = (
            message!("search-parallel"),
            message!("search-parallel-about"),
        );
        section(
            "search-parallel",
            heading,
            Some(about),
            Figure::Parallel(figure),
        )
    }));
    blocks.extend(importance(report));
    if let [one, other, ..] = contour_settings(report)[..] {
        let figure = contour::drawn(&drawn, one, other).map(Figure::Contour);
        let about = message!("search-contour-about");
        blocks.extend(figure.map(|figure| {
            folded(
                "search-contour",
                message!("search-contour"),
                Some(about),
                figure,
            )
        }));
    }
    let slices = figures::slices(&drawn);
    if !slices.is_empty() {
        let summary = message!("search-slices");
        blocks.push(Block::details("search-slices", summary, slices));
    }
    blocks.extend(figures::distribution(&drawn).map(|figure| {
        let summary = message!("search-distribution");
        folded(
            "search-distribution",
            summary,
            None,
            Figure::Scatter(figure),
        )
    }));
    blocks.extend(timeline::figure(report).map(|figure| {
        let (summary, about) = (
            message!("search-timeline"),
            message!("search-timeline-about"),
        );
        folded(
            "search-timeline",
            summary,
            Some(about),
            Figure::Timeline(figure),
        )
    }));
    blocks.push(Block::section(
        "search-trials-section",
        message!("search-trials"),
        vec![Block::new(
            "search-trials",
            Content::Table(trials::table(report)),
        )],
    ));
    Document {
        title: message!("search-title"),
        subject: report.study.clone(),
        blocks,
    }
}

/// A figure below its heading.
fn section(id: &'static str, heading: Message, about: Option<Message>, figure: Figure) -> Block {
    Block::section(format!("{id}-section"), heading, with(id, about, figure))
}

/// The same, drawn when somebody wants to see it.
fn folded(id: &'static str, summary: Message, about: Option<Message>, figure: Figure) -> Block {
    Block::details(format!("{id}-section"), summary, with(id, about, figure))
}

fn with(id: &'static str, about: Option<Message>, figure: Figure) -> Vec<Block> {
    let about = about.map(|about| Block::text(format!("{id}-about"), Tone::Quiet, about));
    let figure = Block::new(id, Content::Figure(figure));
    about.into_iter().chain([figure]).collect()
}

fn verdict(report: &SearchReport) -> Verdict {
    let plain = |outcome, state, word, sentence| Verdict {
        state,
        outcome,
        word,
        sentence,
        advice: None,
    };
    let best = report.best.and_then(|best| report.trial(best));
    let Some((best, score)) = best.and_then(|best| Some((best, value(best)?))) else {
        let is_over = report.ending.is_some();
        let sentence = match is_over {
            true => message!("search-none-complete"),
            false => message!("search-none-yet"),
        };
        let state = if is_over { State::Bad } else { State::Unknown };
        return plain("none", state, message!("search-word-none"), sentence);
    };
    let trial = best.number.to_string();
    let score = shown(report).of(score);
    let (name, honest) = (objective(report), report.honest.as_ref());
    let Some(honest) = honest else {
        let sentence = message!(
            "search-best",
            trial = trial,
            objective = name,
            value = score
        );
        let word = match report.ending {
            Some(_) => message!("search-word-best"),
            None => message!("search-word-best-so-far"),
        };
        return plain("best", State::Note, word, sentence);
    };
    let expected = interval(unit(report), honest.honest);
    // The configuration that the search began with is its first trial.
    let first = honest.standings.iter().find(|one| one.number == 0);
    let (state, outcome, word, sentence) = match first {
        Some(_) if best.number == 0 => (
            State::Warning,
            "same",
            message!("search-word-same"),
            message!(
                "search-first-best",
                objective = name,
                value = score,
                expected = expected
            ),
        ),
        Some(first) if first.is_among_best => (
            State::Warning,
            "same",
            message!("search-word-same"),
            message!(
                "search-no-better",
                trial = trial,
                objective = name,
                value = score,
                expected = expected,
                first = shown(report).of(first.score)
            ),
        ),
        _ => (
            State::Good,
            "better",
            message!("search-word-better"),
            message!(
                "search-better",
                trial = trial,
                objective = name,
                value = score,
                expected = expected
            ),
        ),
    };
    plain(outcome, state, word, sentence)
}

fn facts(report: &SearchReport) -> Vec<Fact> {
    let study = &report.settings.study;
    let counts = [
        ("complete", TrialState::Complete),
        ("pruned", TrialState::Pruned),
        ("fail", TrialState::Fail),
        ("running", TrialState::Running),
    ];
    let counts = counts.into_iter().filter_map(|(key, state)| {
        let n = report.count(state);
        let said = message!("search-count", n = n, state = Argument::key(key));
        (n > 0).then(|| said.into())
    });
    let mut facts = vec![Fact {
        // Why a search of a journal has ended it does not tell.
        note: report
            .ending
            .filter(|_| report.n_rows > 0)
            .map(|ending| match ending {
                Ending::Trials => message!("search-ended-trials"),
                Ending::Timeout => message!("search-ended-timeout"),
                Ending::Exhausted => message!("search-ended-exhausted"),
                Ending::Stopped => message!("search-ended-stopped"),
            }),
        ..Fact::new(message!("search-trials"), Argument::All(counts.collect()))
    }];
    let n_folds = u64::from(study.n_folds);
    facts.push(Fact::new(
        message!("search-rows"),
        match study.evaluation {
            // A journal does not tell.
            _ if report.n_rows == 0 => message!("search-rows-unknown"),
            Evaluation::Folds => {
                message!("search-rows-folds", rows = report.n_rows, folds = n_folds)
            }
            Evaluation::Validation => {
                message!("search-rows-validation", rows = report.n_rows)
            }
            Evaluation::Recent => message!("search-rows-recent", rows = report.n_rows),
        },
    ));
    if let Some(honest) = &report.honest {
        facts.push(Fact {
            note: Some(message!("search-honest-note")),
            ..Fact::new(
                message!("search-honest"),
                interval(unit(report), honest.honest),
            )
        });
        let among = honest.standings.iter().filter(|one| one.is_among_best);
        facts.push(Fact {
            note: Some(message!(
                "search-simplest",
                trial = honest.simplest.to_string()
            )),
            ..Fact::new(message!("search-among"), among.count())
        });
        if let Some(gain) = honest.gain_of_doubling {
            let said = match honest.is_worth_doubling() {
                true => message!("search-worth", trials = report.trials.len()),
                false => message!("search-not-worth", trials = report.trials.len()),
            };
            facts.push(Fact {
                note: Some(said),
                ..Fact::new(message!("search-gain"), difference(report, gain))
            });
        }
    }
    if let Some(taken) = report.taken {
        facts.push(Fact::new(message!("search-taken"), taken.to_string()));
    }
    facts
}

fn importance(report: &SearchReport) -> Option<Block> {
    let rows: Vec<Row> = report
        .importance
        .iter()
        .map(|one| {
            Row::new(vec![
                Some(one.name.as_str().into()),
                Some(Argument::Share(one.share)),
            ])
        })
        .collect();
    let enough = report.count(TrialState::Complete) >= 10;
    (enough && !rows.is_empty()).then(|| {
        let columns = vec![
            Column::new(message!("column-setting"), Kind::Name),
            number(message!("search-column-importance")),
        ];
        Block::section(
            "search-importance-section",
            message!("search-importance"),
            vec![
                Block::text(
                    "search-importance-about",
                    Tone::Quiet,
                    message!("search-importance-about"),
                ),
                Block::table("search-importance", columns, rows),
            ],
        )
    })
}
