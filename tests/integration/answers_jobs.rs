//! What models say of one text: by the row that it is, by the text alone, with production and runs that are held or not.

use dryf::jobs::protocol::{
    AnswersQuery, Condition, ErrorsQuery, RowsQuery, Selection, SetName, Split,
};
use dryf::jobs::summaries::{AnswersSummary, RowSummary};
use dryf::jobs::{JobSpec, Outcome};

use crate::compare_jobs::with_both;
use crate::drift_jobs::Client;

fn answers(client: &mut Client, query: AnswersQuery) -> AnswersSummary {
    match client.ask(JobSpec::Answers(query)) {
        Ok(Outcome::Answers(answers)) => answers,
        other => panic!("no answers: {other:?}"),
    }
}

fn row(client: &mut Client, set: SetName, row: u32) -> RowSummary {
    let query = RowsQuery {
        selection: Selection::of(set, Condition::Text(format!("#{}", row + 1))),
        offset: 0,
        limit: 1,
    };
    match client.ask(JobSpec::Rows(query)) {
        Ok(Outcome::Rows(found)) => found.page.rows[0].clone(),
        other => panic!("no row: {other:?}"),
    }
}

#[test]
fn a_row_is_answered_as_it_was_evaluated_and_another_text_by_the_final_model() {
    let mut client = with_both();
    let run = client.run();
    let errors = JobSpec::Errors(ErrorsQuery {
        run: run.clone(),
        part: Split::Test,
        selection: None,
        row: None,
        offset: 0,
        limit: 1,
    });
    let Ok(Outcome::Errors(errors)) = client.ask(errors) else {
        panic!("no errors")
    };
    let wrong = errors.rows[0].clone();
    let query = AnswersQuery {
        text: wrong.text.clone(),
        row: Some((SetName::Test, wrong.row)),
        run: Some(run.clone()),
        runs: vec!["gone".into(), run.clone()],
        production: true,
    };
    let found = answers(&mut client, query.clone());
    let [answer] = &found.runs[..] else {
        panic!("a run that is not held answers: {found:?}")
    };
    assert_eq!(answer.run, run);
    assert_eq!(answer.evaluated, Some((Split::Test, false)));
    let production = found.production.expect("one is in production");
    assert_eq!(production.text, wrong.text);
    assert!(production.nearest.is_empty());
    assert_eq!(answer.class, production.classes[wrong.predicted as usize]);

    // Rows of the training set were judged as rows of one of its two parts.
    let mut parts = [0, 0];
    for number in 0..20 {
        let row = row(&mut client, SetName::Train, number);
        let query = AnswersQuery {
            text: row.text,
            row: Some((SetName::Train, number)),
            production: false,
            ..query.clone()
        };
        let found = answers(&mut client, query);
        assert!(found.production.is_none());
        match found.runs[0].evaluated {
            Some((Split::Train, _)) => parts[0] += 1,
            Some((Split::Validation, _)) => parts[1] += 1,
            other => panic!("row {number}: {other:?}"),
        }
    }
    assert!(parts[0] > parts[1] && parts[1] > 0, "{parts:?}");

    // Another text is no row, whatever its number says, and is asked of the final model.
    for row in [None, Some((SetName::Test, wrong.row))] {
        let text = format!("{} ", wrong.text);
        let query = AnswersQuery {
            text,
            row,
            ..query.clone()
        };
        let found = answers(&mut client, query);
        assert_eq!(found.runs[0].evaluated, None);
        assert_eq!(found.runs[0].class, answer.class, "a blank changes nothing");
    }
}
