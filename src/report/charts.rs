//! Charts as SVG.
//!
//! Colours are classes of the stylesheet, so that a chart follows light and dark. What a mark is stands in its `title`,
//! and every chart has its numbers in a table beside it.

use crate::render::markup::Html;

/// Width of every chart, in the units of its `viewBox`.
pub(super) const WIDTH: f64 = 640.0;

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
