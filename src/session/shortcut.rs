//! Keys of one character, and Backspace.

use super::View;

/// What a key wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    Run,
    /// The search of the open view.
    Search,
    Help,
    /// Present the story.
    Present,
    Open(View),
    /// The last condition on picked rows goes.
    Unpick,
}

impl Shortcut {
    /// `key` as the browser names it, whatever the keyboard's layout. With Shift a letter is for somebody else; digits and signs may
    /// need it.
    pub fn of_key(key: &str, shift: bool) -> Option<Shortcut> {
        if key == "Backspace" {
            return Some(Shortcut::Unpick);
        }
        let mut characters = key.chars();
        let (Some(character), None) = (characters.next(), characters.next()) else {
            return None;
        };
        let place = |digit: u32| match digit {
            0 => 9,
            _ => digit as usize - 1,
        };
        match character.to_ascii_lowercase() {
            'r' if !shift => Some(Shortcut::Run),
            'p' if !shift => Some(Shortcut::Present),
            't' if !shift => Some(Shortcut::Open(View::Try)),
            'x' if !shift => Some(Shortcut::Unpick),
            '/' => Some(Shortcut::Search),
            '?' => Some(Shortcut::Help),
            digit => View::ALL
                .get(place(digit.to_digit(10)?))
                .copied()
                .map(Shortcut::Open),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_what_they_want() {
        for (key, shift, wanted) in [
            ("r", false, Some(Shortcut::Run)),
            ("R", false, Some(Shortcut::Run)),
            ("R", true, None),
            ("/", true, Some(Shortcut::Search)),
            ("?", true, Some(Shortcut::Help)),
            ("1", false, Some(Shortcut::Open(View::Data))),
            ("9", true, Some(Shortcut::Open(View::Monitor))),
            ("0", false, Some(Shortcut::Open(View::Export))),
            ("t", false, Some(Shortcut::Open(View::Try))),
            ("p", false, Some(Shortcut::Present)),
            ("x", false, Some(Shortcut::Unpick)),
            ("Backspace", false, Some(Shortcut::Unpick)),
            ("y", false, None),
            ("Enter", false, None),
            ("", false, None),
            ("٣", false, None),
        ] {
            assert_eq!(Shortcut::of_key(key, shift), wanted, "{key}");
        }
    }
}
