//! HTML as it is written: markup of ours as it is, everything else as text.

use crate::document::Kind;

/// A page that grows.
#[derive(Debug, Default)]
pub struct Html(String);

/// How a cell of a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
    /// Texts of any length, which wrap.
    Prose,
}

impl Html {
    pub fn new() -> Html {
        Html::default()
    }

    /// Markup of ours.
    pub fn raw(&mut self, markup: &str) -> &mut Html {
        self.0.push_str(markup);
        self
    }

    /// Text of anybody's, in an element or in a quoted attribute.
    pub fn text(&mut self, text: &str) -> &mut Html {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                // HTML has no way to write these; a page with a NUL in it is broken.
                '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}' => self.0.push('\u{fffd}'),
                other => self.0.push(other),
            }
        }
        self
    }

    /// A sentence with names and values in it.
    pub fn said(&mut self, text: &str) -> &mut Html {
        for (part, is_code) in super::coded(text) {
            match is_code {
                true => self.raw("<code>").text(part).raw("</code>"),
                false => self.text(part),
            };
        }
        self
    }

    /// A heading of the second or third level.
    pub fn heading(&mut self, level: u8, text: &str) -> &mut Html {
        self.raw(&format!("<h{level}>"))
            .text(text)
            .raw(&format!("</h{level}>\n"))
    }

    /// A paragraph.
    pub fn paragraph(&mut self, text: &str) -> &mut Html {
        self.raw("<p>").said(text).raw("</p>\n")
    }

    /// An entry of a list of what a report is about: its name, its value and a note on it.
    pub fn fact(&mut self, name: &str, value: &str, note: &str) -> &mut Html {
        self.raw("<div><dt>")
            .text(name)
            .raw("</dt><dd>")
            .text(value);
        self.raw(" <span class=\"quiet\">")
            .text(note)
            .raw("</span></dd></div>\n")
    }

    /// A table: for each column its heading and where its cells stand.
    pub fn table(&mut self, columns: &[(&str, Align)], rows: &[Vec<Vec<String>>]) -> &mut Html {
        self.raw("<div class=\"wide\"><table>\n<thead><tr>");
        for (heading, align) in columns {
            self.raw(match align {
                Align::Left | Align::Prose => "<th>",
                Align::Right => "<th class=\"number\">",
            });
            self.text(heading).raw("</th>");
        }
        self.raw("</tr></thead>\n<tbody>\n");
        for row in rows {
            self.raw("<tr>");
            for (cell, (_, align)) in row.iter().zip(columns) {
                self.raw(match align {
                    Align::Left => "<td>",
                    Align::Prose => "<td class=\"prose\">",
                    Align::Right => "<td class=\"number\">",
                });
                let is_prose = *align == Align::Prose;
                match &cell[..] {
                    [whole] if is_prose => self.prose(whole),
                    [whole] => self.text(whole),
                    pieces => self.pieces(pieces),
                };
                self.raw("</td>");
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody>\n</table></div>\n")
    }

    /// A text of any length, folded where it is long.
    fn prose(&mut self, text: &str) -> &mut Html {
        match super::folded(text, Kind::Prose) {
            Some(first) => {
                self.raw("<details><summary>").text(first);
                self.raw("…</summary>").text(text).raw("</details>")
            }
            None => self.text(text),
        }
    }

    /// Pieces that each hold together on a line.
    fn pieces(&mut self, pieces: &[String]) -> &mut Html {
        for (at, piece) in pieces.iter().enumerate() {
            self.raw(if at > 0 { " <span>" } else { "<span>" });
            self.text(piece).raw("</span>");
        }
        self
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_the_data_is_no_markup() {
        let mut page = Html::new();
        page.raw("<b>").text("</b><script>\"'&\0").raw("</b>");
        assert_eq!(
            String::from_utf8(page.into_bytes()).unwrap(),
            "<b>&lt;/b&gt;&lt;script&gt;&quot;&#39;&amp;\u{fffd}</b>"
        );
    }

    #[test]
    fn a_long_text_of_a_table_is_folded_and_whole() {
        let mut page = Html::new();
        let (short, long) = ("a ".repeat(150), "b ".repeat(151));
        let row = [short.clone(), long.clone()].map(|text| vec![vec![text]]);
        page.table(&[("text", Align::Prose)], &row);
        let page = String::from_utf8(page.into_bytes()).unwrap();
        assert!(
            page.contains(&format!("<td class=\"prose\">{short}</td>")),
            "{page}"
        );
        let folded = format!("<summary>{}…</summary>{long}</details>", "b ".repeat(50));
        assert!(page.contains(&folded), "{page}");
    }
}
