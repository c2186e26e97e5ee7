//! The plane of a figure with two axes, in pixels of the picture.

use super::Mark;

/// Its edges.
pub(super) struct Plane {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Plane {
    /// A place across, `0..=1` from the left edge.
    pub fn x(&self, share: f64) -> f64 {
        self.left + share * (self.right - self.left)
    }

    /// A place upwards, `0..=1` from the lower edge.
    pub fn y(&self, share: f64) -> f64 {
        self.bottom - share * (self.bottom - self.top)
    }

    /// What stands beside the plane at a height, `0..=1`.
    pub fn beside(&self, share: f64, text: String) -> Mark {
        Mark::Text {
            class: "end value",
            at: (self.left - 6.0, self.y(share) + 4.0),
            text,
        }
    }
}
