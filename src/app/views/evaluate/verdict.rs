//! What the scores come to, in one sentence: better than no model at all or not, and which classes are not found.

use std::sync::Arc;

use leptos::prelude::*;

use crate::app::words::{fill, words};
use crate::jobs::cards::RunCard;
use crate::pipeline::compare::{Standing, VersusBaseline};
use crate::pipeline::svm::ClassWeight;
use crate::plot::numbers;

/// Classes that the sentence names; the table below has all of them.
const MOST_NAMED: usize = 3;

/// Of the test set; nothing where there is none.
#[component]
pub fn Verdict(run: Arc<RunCard>) -> impl IntoView {
    let words = &words().evaluate;
    let test = run.evaluations.test.as_ref();
    let versus = run
        .baseline
        .as_ref()
        .zip(test)
        .and_then(|(baseline, test)| {
            let class = run
                .classes
                .iter()
                .position(|name| *name == baseline.class)?;
            let versus = VersusBaseline::new(&test.confusion, class)?;
            Some((versus, baseline.class.clone()))
        });
    versus.map(|(versus, class)| {
        let (template, look) = match versus.standing {
            Standing::Better => (words.versus_better, "none"),
            Standing::Undecided if versus.difference.value > 0.0 => (words.versus_hardly, "few"),
            Standing::Undecided => (words.versus_not, "few"),
            Standing::Worse => (words.versus_worse, "drift"),
            Standing::Same => (words.versus_same, "drift"),
        };
        let by = numbers::change(versus.difference.value);
        let ends = [versus.difference.low, versus.difference.high].map(numbers::change);
        let gaps = [
            ("class", class.as_str()),
            ("by", &by),
            ("low", &ends[0]),
            ("high", &ends[1]),
        ];
        let found: Vec<String> = versus
            .missed
            .iter()
            .take(MOST_NAMED)
            .map(|missed| {
                let gaps = [
                    ("found", numbers::count(missed.found)),
                    ("rows", numbers::count(missed.rows)),
                    // Last, since a name may hold a gap.
                    ("class", run.classes[missed.class].clone()),
                ];
                fill(words.found_of, &gaps.each_ref().map(|(gap, text)| (*gap, text.as_str())))
            })
            .collect();
        let finds = (!found.is_empty()).then(|| fill(words.finds, &[("classes", &found.join(", "))]));
        let is_unweighted = run.config.svc.class_weight == ClassWeight::None;
        let advice = (finds.is_some() && is_unweighted).then_some(words.finds_advice);
        view! {
            <section class="drift-verdict" data-verdict=look>
                <p class="verdict" role="status" data-testid="evaluate-verdict" data-standing=standing_name(versus.standing)>
                    {fill(template, &gaps)}
                    {finds.map(|finds| format!(" {finds}"))}
                </p>
                {advice.map(|advice| view! { <p class="quiet">{advice}</p> })}
            </section>
        }
    })
}

fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Better => "better",
        Standing::Undecided => "undecided",
        Standing::Worse => "worse",
        Standing::Same => "same",
    }
}
