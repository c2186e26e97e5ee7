//! A document as one HTML page that needs nothing else: no network, no other file, no script.

use super::STYLE;
use super::markup::{Align, Html};
use crate::document::{
    Block, Content, Document, EvidenceLine, Figure, Kind, Mark, Picture, Statement, Table, Tone,
    Verdict,
};
use crate::message;
use crate::message::{Argument, Language};

/// The page, in UTF-8. The same document gives the same bytes.
pub fn page(document: &Document, language: Language) -> Vec<u8> {
    let mut page = Page {
        html: Html::new(),
        language,
    };
    let title = document.title.shown(language);
    page.html
        .raw("<!doctype html>\n<html lang=\"")
        .raw(language.tag())
        .raw("\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        // Should anything ever slip through as markup, it can load nothing and send nothing.
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
        .raw("<title>")
        .text(&match document.subject.as_str() {
            "" => format!("Dryf: {title}"),
            subject => format!("Dryf: {title}, {subject}"),
        })
        .raw("</title>\n<style>\n")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body class=\"document alone\">\n<p class=\"quiet\">")
        .text(&format!("Dryf · {title}"))
        .raw("</p>\n");
    page.blocks(&document.blocks, 2);
    let written = message!("written-by", version = env!("CARGO_PKG_VERSION"));
    page.html
        .raw("<p class=\"quiet\">")
        .text(&written.shown(language))
        .raw("</p>\n</body>\n</html>\n");
    page.html.into_bytes()
}

struct Page {
    html: Html,
    language: Language,
}

impl Page {
    fn blocks(&mut self, blocks: &[Block], level: u8) {
        for block in blocks {
            self.block(block, level);
        }
    }

    fn block(&mut self, block: &Block, level: u8) {
        let language = self.language;
        match &block.content {
            Content::Verdict(verdict) => self.verdict(&block.id, verdict),
            Content::Facts(facts) => {
                self.html.raw("<dl class=\"facts\">\n");
                for fact in facts {
                    let note = fact.note.as_ref().map(|note| note.shown(language));
                    self.html.fact(
                        &fact.name.shown(language),
                        &fact.value.shown(language),
                        &note.unwrap_or_default(),
                    );
                }
                self.html.raw("</dl>\n");
            }
            Content::Text { tone, text } => {
                self.html
                    .raw(match tone {
                        Tone::Plain => "<p>",
                        Tone::Quiet | Tone::Caption => "<p class=\"quiet\">",
                        Tone::Warning => "<p class=\"warning\">",
                    })
                    .said(&text.shown(language))
                    .raw("</p>\n");
            }
            Content::Statements(statements) => self.statements(statements),
            Content::Table(table) => self.table(table),
            Content::Figure(figure) => self.figure(figure),
            Content::Details {
                summary,
                is_open,
                blocks,
            } => {
                self.html
                    .raw(match is_open {
                        true => "<details open>\n<summary>",
                        false => "<details>\n<summary>",
                    })
                    .text(&summary.as_sentence(language))
                    .raw("</summary>\n");
                self.blocks(blocks, level);
                self.html.raw("</details>\n");
            }
            Content::Evidence { line, blocks } => {
                self.evidence(line);
                self.blocks(blocks, level);
                self.html.raw("</details>\n");
            }
            Content::Section { heading, blocks } => {
                self.html.raw("<section>\n");
                self.html.heading(level, &heading.shown(language));
                self.blocks(blocks, level + 1);
                self.html.raw("</section>\n");
            }
        }
    }

    /// Up to what it rests on.
    fn evidence(&mut self, line: &EvidenceLine) {
        let language = self.language;
        self.html
            .raw("<details class=\"evidence\" data-state=\"")
            .raw(line.state.name())
            .raw("\">\n<summary>");
        for (class, said) in [
            ("evidence-name", line.name.as_sentence(language)),
            ("evidence-word", line.word.shown(language)),
        ] {
            self.html
                .raw(&format!("<span class=\"{class}\">"))
                .text(&said)
                .raw("</span> ");
        }
        if line.is_new {
            self.html
                .raw("<span class=\"evidence-new\">")
                .text(&message!("evidence-new").shown(language))
                .raw("</span> ");
        }
        match &line.spark {
            Some(spark) => svg(&mut self.html, &spark.picture(language), "figure spark", ""),
            None => {
                self.html.raw("<span class=\"spark\"></span>");
            }
        }
        self.html
            .raw("<span class=\"evidence-size\">")
            .text(&line.size.shown(language))
            .raw("</span></summary>\n");
    }

    fn verdict(&mut self, id: &str, verdict: &Verdict) {
        self.html
            .raw("<section class=\"document-verdict\" data-state=\"")
            .raw(verdict.state.name())
            .raw("\">\n<h1 id=\"")
            .text(id)
            .raw("\">")
            .said(&verdict.line().shown(self.language))
            .raw("</h1>\n");
        if let Some(advice) = &verdict.advice {
            self.html
                .raw("<p>")
                .said(&format!("{}.", advice.sentence.shown(self.language)))
                .raw("</p>\n");
        }
        self.html.raw("</section>\n");
    }

    fn statements(&mut self, statements: &[Statement]) {
        self.html.raw("<ul class=\"statements\">\n");
        for statement in statements {
            self.html
                .raw("<li data-state=\"")
                .raw(statement.state.name())
                .raw("\">")
                .said(&statement.text.shown(self.language))
                .raw("</li>\n");
        }
        self.html.raw("</ul>\n");
    }

    fn table(&mut self, table: &Table) {
        let language = self.language;
        let names: Vec<String> = table
            .columns
            .iter()
            .map(|column| column.name.shown(language))
            .collect();
        let columns: Vec<(&str, Align)> = names
            .iter()
            .zip(&table.columns)
            .map(|(name, column)| {
                let align = match column.kind {
                    Kind::Number => Align::Right,
                    Kind::Name => Align::Left,
                    Kind::Prose => Align::Prose,
                };
                (name.as_str(), align)
            })
            .collect();
        let shown = |cell: &Option<Argument>| match cell {
            Some(cell) => cell.pieces(language),
            None => vec!["–".to_string()],
        };
        let rows: Vec<Vec<Vec<String>>> = table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(shown).collect())
            .collect();
        self.html.table(&columns, &rows);
    }

    fn figure(&mut self, figure: &Figure) {
        let picture = figure.picture(self.language);
        self.html.raw("<div class=\"wide\">");
        svg(&mut self.html, &picture, "figure", "");
        self.html.raw("</div>\n<details>\n<summary>");
        let summary = message!("figure-as-table").shown(self.language);
        self.html.text(&summary).raw("</summary>\n");
        self.table(&figure.table());
        self.html.raw("</details>\n");
    }
}

/// A figure as a file of its own, in UTF-8, in the light colours.
pub fn figure(picture: &Picture) -> Vec<u8> {
    let mut html = Html::new();
    svg(
        &mut html,
        picture,
        "figure",
        "xmlns=\"http://www.w3.org/2000/svg\" ",
    );
    html.into_bytes()
}

fn svg(html: &mut Html, picture: &Picture, class: &str, namespace: &str) {
    html.raw(&format!(
        "<svg {namespace}class=\"{class}\" role=\"img\" viewBox=\"0 0 {} {}\" aria-label=\"",
        picture.width, picture.height
    ))
    .text(&picture.name)
    .raw("\">\n");
    if !namespace.is_empty() {
        html.raw("<style>\n").raw(STYLE).raw("</style>\n");
    }
    for mark in &picture.marks {
        self::mark(html, mark);
    }
    html.raw("</svg>\n");
}

fn mark(html: &mut Html, mark: &Mark) {
    match mark {
        Mark::Line { class, from, to } => {
            html.raw(&format!(
                "<line class=\"{class}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>\n",
                from.0, from.1, to.0, to.1
            ));
        }
        Mark::Rect {
            class,
            at,
            size,
            said,
        } => {
            html.raw(&format!(
                "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"><title>",
                at.0, at.1, size.0, size.1
            ))
            .text(said)
            .raw("</title></rect>\n");
        }
        Mark::Circle {
            class,
            at,
            radius,
            said,
        } => {
            html.raw(&format!(
                "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius}\"><title>",
                at.0, at.1
            ))
            .text(said)
            .raw("</title></circle>\n");
        }
        Mark::Path { class, path, said } => {
            html.raw(&format!("<path class=\"{class}\" d=\"{path}\""));
            match said.as_str() {
                "" => html.raw("/>\n"),
                said => html.raw("><title>").text(said).raw("</title></path>\n"),
            };
        }
        Mark::Text { class, at, text } => {
            html.raw(&format!(
                "<text class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\">",
                at.0, at.1
            ))
            .text(text)
            .raw("</text>\n");
        }
    }
}
