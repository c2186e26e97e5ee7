//! Dots in lines: which one a key leads to.

/// Dots that a page key passes over.
const PAGE: usize = 10;

/// Where a key leads from a dot (or from none) among `n`; none where it is no key of theirs, or there is no dot.
pub fn moved(from: Option<usize>, n: usize, key: &str) -> Option<usize> {
    let last = n.checked_sub(1)?;
    let by = |step: isize| from.map_or(0, |at| at.saturating_add_signed(step).min(last));
    Some(match key {
        "ArrowRight" | "ArrowDown" => by(1),
        "ArrowLeft" | "ArrowUp" => by(-1),
        "PageDown" => by(PAGE as isize),
        "PageUp" => by(-(PAGE as isize)),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_from_dot_to_dot_and_never_out_of_the_line() {
        for (from, key, to) in [
            (None, "ArrowRight", Some(0)),
            (Some(0), "ArrowRight", Some(1)),
            (Some(0), "ArrowLeft", Some(0)),
            (Some(3), "PageDown", Some(13)),
            (Some(15), "PageDown", Some(19)),
            (Some(15), "PageUp", Some(5)),
            (Some(5), "End", Some(19)),
            (Some(5), "Home", Some(0)),
            (Some(5), "Enter", None),
        ] {
            assert_eq!(moved(from, 20, key), to, "{from:?} {key}");
        }
        assert_eq!(moved(None, 0, "End"), None);
    }
}
