//! A line of evidence: how a part stands, a small picture, the size of the change in words; a press unfolds what it rests on.

use leptos::prelude::*;
use leptos::svg;

use super::details::Folded;
use super::figure::mark;
use crate::app::language::{language, localised, text};
use crate::document::{EvidenceLine, Spark};
use crate::message::Message;

#[component]
pub fn EvidenceView(
    #[prop(into)] line: Signal<EvidenceLine>,
    id: String,
    #[prop(into)] content: ViewFn,
) -> impl IntoView {
    let state = Signal::derive(move || line.with(|line| line.state.name()));
    view! { <Folded id summary=seen(line) class="evidence" state content /> }
}

/// The line itself.
pub(super) fn seen(line: Signal<EvidenceLine>) -> AnyView {
    let part = move |of: fn(&EvidenceLine) -> &Message| line.with(|line| localised(of(line)));
    let name = line.with_untracked(|line| line.name.as_sentence(language()));
    let spark = Memo::new(move |_| line.with(|line| line.spark.clone()));
    let is_new = Memo::new(move |_| line.with(|line| line.is_new));
    view! {
        <span class="evidence-name">{name}</span>
        " "
        <span class="evidence-word">{move || part(|line| &line.word)}</span>
        {move || is_new.get().then(|| view! { " " <span class="evidence-new">{text!("evidence-new")}</span> })}
        " "
        {move || match spark.get() {
            Some(spark) => picture(&spark).into_any(),
            None => view! { <span class="spark"></span> }.into_any(),
        }}
        " "
        <span class="evidence-size">{move || part(|line| &line.size)}</span>
    }
    .into_any()
}

fn picture(spark: &Spark) -> impl IntoView + use<> {
    let picture = spark.picture(language());
    let marks: Vec<_> = picture.marks.iter().map(mark).collect();
    svg::svg()
        .attr("class", "figure spark")
        .attr("role", "img")
        .attr(
            "viewBox",
            format!("0 0 {} {}", picture.width, picture.height),
        )
        .attr("aria-label", picture.name)
        .child(marks)
}
