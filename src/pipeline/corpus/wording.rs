//! How messages about data write numbers.

pub(in crate::pipeline) use crate::message::numbers::count as grouped;
use crate::message::{Argument, Language};

/// `1 line`, `10,041 lines`.
pub(in crate::pipeline) fn counted(n: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// What stands in a list of a message: `` `a`, `b` and `c` ``, cut after eight names.
pub(in crate::pipeline) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    Argument::names(names).shown(Language::English)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (10_041, "10,041"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(n), text);
        }
        assert_eq!(counted(1, "line"), "1 line");
        assert_eq!(counted(2_000, "line"), "2,000 lines");
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(listed::<&str>(&[]), "nothing");
        assert_eq!(listed(&["a"]), "`a`");
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` and `c`");
        let many: Vec<String> = (0..10).map(|n| n.to_string()).collect();
        assert!(listed(&many).ends_with("`7` and 2 more"));
    }
}
