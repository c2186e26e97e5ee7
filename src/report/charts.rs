//! Charts as SVG: shares with their intervals, blocks of the reference, terms by effect and certainty, distributions.
//!
//! Colours are classes of the stylesheet, so that a chart follows light and dark. What a mark is stands in its `title`,
//! and every chart has its numbers in a table beside it.

use crate::pipeline::drift::{Cells, Estimate, TermShift};
use crate::plot::histogram::histogram;
use crate::plot::intervals::ShareScale;
use crate::plot::terms::height;
use crate::plot::{curve, numbers};
use crate::render::markup::Html;

/// Width of every chart, in the units of its `viewBox`.
pub(super) const WIDTH: f64 = 640.0;

/// The surest terms of a plot have their names even where none is flagged.
const QUIETLY_NAMED: usize = 4;

/// A chart under way.
pub(super) struct Svg<'a> {
    page: &'a mut Html,
}

impl Svg<'_> {
    pub(super) fn begin<'a>(page: &'a mut Html, height: f64, label: &str) -> Svg<'a> {
        page.raw(&format!(
            "<div class=\"wide\"><svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\""
        ));
        page.text(label).raw("\">\n");
        Svg { page }
    }

    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) -> &mut Self {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.page.raw(&format!(
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>\n"
        ));
        self
    }

    /// The bar's corner, then its size.
    pub(super) fn bar(
        &mut self,
        class: &str,
        at: (f64, f64),
        size: (f64, f64),
        title: &str,
    ) -> &mut Self {
        self.page.raw(&format!(
            "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"><title>",
            at.0, at.1, size.0, size.1
        ));
        self.page.text(title).raw("</title></rect>\n");
        self
    }

    pub(super) fn dot(
        &mut self,
        class: &str,
        at: (f64, f64),
        radius: f64,
        title: &str,
    ) -> &mut Self {
        self.page.raw(&format!(
            "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius}\"><title>",
            at.0, at.1
        ));
        self.page.text(title).raw("</title></circle>\n");
        self
    }

    pub(super) fn words(&mut self, class: &str, at: (f64, f64), words: &str) -> &mut Self {
        self.page.raw(&format!(
            "<text class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\">",
            at.0, at.1
        ));
        self.page.text(words).raw("</text>\n");
        self
    }

    pub(super) fn end(self) {
        self.page.raw("</svg></div>\n");
    }
}

/// For each name the share on both sides, each with its interval.
pub fn shares(page: &mut Html, label: &str, rows: &[(&str, Estimate, Estimate)]) {
    const ROW: f64 = 46.0;
    const LEFT: f64 = 130.0;
    let right = WIDTH - 70.0;
    let scale = ShareScale::new(rows.iter().flat_map(|(_, a, b)| [a, b]));
    let x = |share: f64| LEFT + scale.place(share) / 100.0 * (right - LEFT);
    let mut svg = Svg::begin(page, ROW * rows.len() as f64 + 4.0, label);
    for (index, (name, reference, current)) in rows.iter().enumerate() {
        let top = ROW * index as f64 + 4.0;
        svg.words("name", (LEFT - 10.0, top + 21.0), name);
        for (side, estimate, y) in [
            ("reference", reference, top),
            ("current", current, top + 18.0),
        ] {
            let title = format!(
                "{name}, {side}: {} [{}, {}]",
                numbers::share(estimate.value),
                numbers::share(estimate.low),
                numbers::share(estimate.high)
            );
            svg.bar(side, (LEFT, y), (x(estimate.value) - LEFT, 15.0), &title)
                .line(
                    "whisker",
                    (x(estimate.low), y + 7.5),
                    (x(estimate.high), y + 7.5),
                )
                .words(
                    "value",
                    (x(estimate.high) + 6.0, y + 12.0),
                    &numbers::share(estimate.value),
                );
        }
    }
    svg.end();
}

/// A share in each block of the reference, in file order, and in the current data.
pub fn blocks(page: &mut Html, name: &str, of_blocks: &[Estimate], current: Estimate) {
    const HEIGHT: f64 = 110.0;
    const LEFT: f64 = 46.0;
    let top = 12.0;
    let scale = ShareScale::new(of_blocks.iter().chain([&current]));
    let y = |share: f64| HEIGHT - 18.0 - scale.place(share) / 100.0 * (HEIGHT - 18.0 - top);
    let step = (WIDTH - LEFT - 10.0) / (of_blocks.len() + 1) as f64;
    let mut svg = Svg::begin(
        page,
        HEIGHT,
        &format!("share of {name} in each block of the reference and in the current data"),
    );
    svg.line("axis", (LEFT, y(0.0)), (WIDTH - 10.0, y(0.0)))
        .words("tick", (LEFT - 6.0, y(0.0) + 4.0), "0 %")
        .words("tick", (LEFT - 6.0, y(scale.high) + 4.0), &scale.text())
        .line(
            "current-level",
            (LEFT, y(current.value)),
            (WIDTH - 10.0, y(current.value)),
        );
    for (index, share) in of_blocks.iter().chain([&current]).enumerate() {
        let is_current = index == of_blocks.len();
        let x = LEFT + (index as f64 + 0.5) * step;
        let (class, called) = if is_current {
            ("current", "current".to_string())
        } else {
            ("reference", format!("block {}", index + 1))
        };
        let title = format!(
            "{called}: {} [{}, {}]",
            numbers::share(share.value),
            numbers::share(share.low),
            numbers::share(share.high)
        );
        svg.line("whisker", (x, y(share.low)), (x, y(share.high)))
            .dot(class, (x, y(share.value)), 4.0, &title)
            .words(
                "below",
                (x, HEIGHT - 3.0),
                &if is_current {
                    "current".into()
                } else {
                    (index + 1).to_string()
                },
            );
    }
    svg.end();
}

/// Terms by how much they changed (right: more usual now) and how sure that is (up); the flagged ones have their names.
pub fn terms(page: &mut Html, label: &str, terms: &[&TermShift], most_named: usize) {
    const HEIGHT: f64 = 300.0;
    const LEFT: f64 = 40.0;
    let (top, bottom, right) = (10.0, HEIGHT - 30.0, WIDTH - 10.0);
    let effect = |term: &TermShift| term.shift.log2_ratio.value;
    let sure = |term: &TermShift| height(term.shift.exact.p);
    let widest = terms
        .iter()
        .fold(1.0f64, |most, term| most.max(effect(term).abs()));
    let highest = terms.iter().fold(2.0f64, |most, term| most.max(sure(term)));
    let x = |effect: f64| (LEFT + right) / 2.0 + effect / widest * (right - LEFT) / 2.0;
    let y = |sure: f64| bottom - sure / highest * (bottom - top);
    let mut svg = Svg::begin(page, HEIGHT, label);
    svg.line("axis", (LEFT, bottom), (right, bottom)).line(
        "middle",
        (x(0.0), top),
        (x(0.0), bottom),
    );
    let ticks = widest.floor() as i32;
    for tick in (-ticks..=ticks).filter(|tick| tick % (ticks / 4).max(1) == 0) {
        let times = if tick < 0 {
            format!("1/{}", 1u64 << (-tick).min(62))
        } else {
            format!("{}×", 1u64 << tick.min(62))
        };
        svg.words("below", (x(f64::from(tick)), HEIGHT - 14.0), &times);
    }
    for exponent in (0..=highest.floor() as i32).filter(|e| e % (highest as i32 / 5).max(1) == 0) {
        let label = if exponent == 0 {
            "p 1".into()
        } else {
            format!("1e-{exponent}")
        };
        svg.words("tick", (LEFT - 4.0, y(f64::from(exponent)) + 4.0), &label);
    }
    for term in terms {
        let class = if term.flagged { "term flagged" } else { "term" };
        let title = format!(
            "{}: {} and {} rows, {} and {}, p {}, q {}",
            term.term,
            numbers::count(term.reference),
            numbers::count(term.current),
            numbers::share(term.shift.reference.value),
            numbers::share(term.shift.current.value),
            numbers::p_value(term.shift.exact.p),
            numbers::p_value(term.q)
        );
        svg.dot(class, (x(effect(term)), y(sure(term))), 3.0, &title);
    }
    let named = terms.iter().enumerate().filter(|(place, term)| {
        // The surest of those that chance may have made have quiet names.
        let most = if term.flagged {
            most_named
        } else {
            QUIETLY_NAMED
        };
        *place < most
    });
    for (_, term) in named {
        let side = if effect(term) < widest * 0.7 {
            1.0
        } else {
            -1.0
        };
        let at = x(effect(term)) + 6.0 * side;
        let class = match (term.flagged, side > 0.0) {
            (true, true) => "term-name",
            (true, false) => "term-name left",
            (false, true) => "value",
            (false, false) => "value left",
        };
        svg.words(class, (at, y(sure(term)) + 4.0), &term.term);
    }
    svg.words(
        "below",
        ((LEFT + right) / 2.0, HEIGHT - 1.0),
        "less usual now · more usual now",
    );
    svg.end();
}

/// Both sides over the same cells, each as shares of its own rows.
pub fn distribution(page: &mut Html, label: &str, cells: &Cells) {
    const HEIGHT: f64 = 90.0;
    let plotted = histogram(cells);
    let bottom = HEIGHT - 16.0;
    let mut svg = Svg::begin(page, HEIGHT, label);
    svg.page.raw(&format!(
        "<g transform=\"translate(0 4) scale({:.4} {:.4})\">\n",
        WIDTH / curve::WIDTH,
        (bottom - 4.0) / curve::HEIGHT
    ));
    for bar in &plotted.bars {
        let size = (bar.width * 0.96, bar.height);
        svg.bar("reference", (bar.x, bar.y), size, &bar.label);
    }
    svg.page.raw(&format!(
        "<path class=\"current-outline\" d=\"{}\"/>\n</g>\n",
        plotted.line
    ));
    svg.line("axis", (0.0, bottom), (WIDTH, bottom))
        .words("below start", (0.0, HEIGHT - 2.0), &plotted.ends.0)
        .words("below end", (WIDTH, HEIGHT - 2.0), &plotted.ends.1);
    svg.end();
}
