//! A figure that is laid out: its marks, and what lies where.

/// A figure that is laid out, in pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    pub name: String,
    pub width: f64,
    pub height: f64,
    pub marks: Vec<Mark>,
    /// What can be chosen, what lies on top last.
    pub targets: Vec<Target>,
}

/// Where something that can be chosen lies.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    pub key: u32,
    /// The place of its mark.
    pub mark: usize,
    /// A place, or a line through some.
    pub line: Vec<(f64, f64)>,
}

/// What is drawn; the class is the stylesheet's.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    Line {
        class: &'static str,
        from: (f64, f64),
        to: (f64, f64),
    },
    Rect {
        class: &'static str,
        /// The left upper corner.
        at: (f64, f64),
        size: (f64, f64),
        /// Shown under the pointer.
        said: String,
    },
    Circle {
        class: &'static str,
        at: (f64, f64),
        radius: f64,
        /// Shown under the pointer.
        said: String,
    },
    /// A path in SVG's letters.
    Path {
        class: &'static str,
        path: String,
        /// Shown under the pointer; empty where there is nothing to say.
        said: String,
    },
    Text {
        class: &'static str,
        at: (f64, f64),
        text: String,
    },
}

impl Picture {
    /// What lies at a place or nearest to it within some pixels; of the same, what lies on top.
    pub fn nearest(&self, at: (f64, f64), reach: f64) -> Option<u32> {
        let mut nearest = (reach * reach, None);
        for target in &self.targets {
            let legs = target.line.windows(2).map(|leg| (leg[0], leg[1]));
            let place = target.line.first().map(|place| (*place, *place));
            for leg in legs.chain(place) {
                let distance = squared_distance(at, leg);
                if distance <= nearest.0 {
                    nearest = (distance, Some(target.key));
                }
            }
        }
        nearest.1
    }

    fn target(&self, key: u32) -> Option<&Target> {
        self.targets.iter().find(|target| target.key == key)
    }

    /// The way through what has a key.
    pub fn outline(&self, key: u32) -> Option<String> {
        let line = &self.target(key)?.line;
        // A line to where it is has an end that can be round.
        Some(path(line.iter().chain(line.last()).copied()))
    }

    /// What is said of it.
    pub fn said(&self, key: u32) -> Option<&str> {
        match self.marks.get(self.target(key)?.mark)? {
            Mark::Rect { said, .. } | Mark::Circle { said, .. } | Mark::Path { said, .. } => {
                Some(said)
            }
            Mark::Line { .. } | Mark::Text { .. } => None,
        }
    }
}

/// From a place to a leg of a line.
fn squared_distance(at: (f64, f64), (from, to): ((f64, f64), (f64, f64))) -> f64 {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let length = x * x + y * y;
    let along = match length > 0.0 {
        true => (((at.0 - from.0) * x + (at.1 - from.1) * y) / length).clamp(0.0, 1.0),
        false => 0.0,
    };
    let (x, y) = (at.0 - from.0 - along * x, at.1 - from.1 - along * y);
    x * x + y * y
}

/// A way through places, in SVG's letters.
pub(super) fn path(places: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (x, y) in places {
        let letter = if path.is_empty() { "M" } else { "L" };
        path += &format!("{letter}{x:.1} {y:.1}");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_what_lies_nearest() {
        let target = |key, line: &[(f64, f64)]| Target {
            key,
            mark: 0,
            line: line.to_vec(),
        };
        let picture = Picture {
            name: String::new(),
            width: 100.0,
            height: 100.0,
            marks: vec![Mark::Path {
                class: "way",
                path: String::new(),
                said: "said".into(),
            }],
            targets: vec![
                target(1, &[(10.0, 10.0)]),
                target(2, &[(0.0, 50.0), (100.0, 50.0), (100.0, 100.0)]),
                target(3, &[(10.0, 10.0)]),
            ],
        };
        let at = |x, y| picture.nearest((x, y), 8.0);
        assert_eq!(at(12.0, 10.0), Some(3), "it lies on top");
        assert_eq!(at(60.0, 44.0), Some(2));
        assert_eq!(at(93.0, 80.0), Some(2));
        assert_eq!(at(60.0, 30.0), None);
        let drawn = picture.outline(2).unwrap();
        let expected = "M0.0 50.0L100.0 50.0L100.0 100.0L100.0 100.0";
        assert_eq!((drawn.as_str(), picture.said(2)), (expected, Some("said")));
        assert_eq!(picture.outline(4), None);
    }
}
