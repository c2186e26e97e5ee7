//! What changed by how much and how certainly: ratios to the side, p-values upwards.

use super::plane::Plane;
use super::{Mark, Picture, WIDTH};
use crate::message;
use crate::message::{Argument, Language, Message};
use crate::pipeline::numeric::pow;
use crate::plot::terms::height;

/// One thing that changed, or several that stand at the same place.
#[derive(Debug, Clone, PartialEq)]
pub struct VolcanoPoint {
    pub name: Argument,
    /// How many times as frequent it is now, as a logarithm to base 2.
    pub log2_ratio: f64,
    pub p: f64,
    /// Filled rather than hollow.
    pub is_flagged: bool,
    /// Shown under the pointer.
    pub said: Message,
}

const HEIGHT: f64 = 320.0;
const PLANE: Plane = Plane {
    left: 52.0,
    right: WIDTH - 12.0,
    top: 12.0,
    bottom: HEIGHT - 40.0,
};
/// Flagged points whose names stand beside them, and others.
const NAMED: usize = 12;
const QUIETLY_NAMED: usize = 4;
/// The least that both axes reach: half and twice as frequent, p 0.01.
const LEAST: (f64, f64) = (1.0, 2.0);
/// Ticks of an axis at most, to one side.
const TICKS: f64 = 5.0;

pub(super) fn picture(name: &Message, points: &[VolcanoPoint], language: Language) -> Picture {
    let most =
        |of: &dyn Fn(&VolcanoPoint) -> f64, least| points.iter().map(of).fold(least, f64::max);
    let widest = most(&|point| point.log2_ratio.abs(), LEAST.0);
    let highest = most(&|point| height(point.p), LEAST.1);
    let x = |log2: f64| PLANE.x(0.5 + log2 / widest / 2.0);
    let y = |height: f64| PLANE.y(height / highest);
    let text = |class, at, text| Mark::Text { class, at, text };
    let mut marks = vec![
        Mark::Line {
            class: "axis",
            from: (PLANE.left, PLANE.bottom),
            to: (PLANE.right, PLANE.bottom),
        },
        Mark::Line {
            class: "grid",
            from: (x(0.0), PLANE.top),
            to: (x(0.0), PLANE.bottom),
        },
    ];
    let step = (widest / TICKS).ceil();
    let ticks = (widest / step).floor() as i32;
    for tick in -ticks..=ticks {
        let log2 = f64::from(tick) * step;
        let ratio = Argument::Times(pow(2.0, log2)).shown(language);
        marks.push(text("middle value", (x(log2), PLANE.bottom + 16.0), ratio));
    }
    let step = (highest / TICKS).ceil();
    for tick in 0..=(highest / step).floor() as i32 {
        let at = f64::from(tick) * step;
        let p = Argument::PValue(pow(10.0, -at)).shown(language);
        marks.push(PLANE.beside(at / highest, p));
    }
    let corner = (PLANE.left + 4.0, PLANE.top + 4.0);
    marks.push(text("start", corner, "p".to_string()));
    let below = message!("volcano-axis").shown(language);
    marks.push(text("middle", (x(0.0), HEIGHT - 4.0), below));
    let (mut flagged, mut others) = (0, 0);
    for point in points {
        let at = (x(point.log2_ratio), y(height(point.p)));
        marks.push(Mark::Circle {
            class: match point.is_flagged {
                true => "point flagged",
                false => "point",
            },
            at,
            radius: 3.0,
            said: point.said.shown(language),
        });
        let (count, most) = match point.is_flagged {
            true => (&mut flagged, NAMED),
            false => (&mut others, QUIETLY_NAMED),
        };
        *count += 1;
        if *count > most {
            continue;
        }
        // To the left where there is no room to the right.
        let is_left = point.log2_ratio > widest * 0.7;
        let class = match (point.is_flagged, is_left) {
            (true, true) => "end",
            (true, false) => "start",
            (false, true) => "end value",
            (false, false) => "start value",
        };
        let beside = (at.0 + if is_left { -6.0 } else { 6.0 }, at.1 + 4.0);
        let name = super::cut(&point.name.shown(language));
        marks.push(text(class, beside, name));
    }
    Picture {
        name: name.shown(language),
        width: WIDTH,
        height: HEIGHT,
        marks,
        targets: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_is_inside_and_the_flagged_have_their_names() {
        let point = |at: usize| VolcanoPoint {
            name: format!("term {at}").into(),
            log2_ratio: at as f64 - 20.0,
            p: if at == 0 { 0.0 } else { 0.5 / at as f64 },
            is_flagged: at < 15,
            said: Message::text(format!("said {at}")),
        };
        let points: Vec<VolcanoPoint> = (0..40).map(point).collect();
        let drawn = picture(&Message::text("terms"), &points, Language::English);
        let (mut circles, mut names) = (0, 0);
        for mark in &drawn.marks {
            let (Mark::Circle { at, .. } | Mark::Text { at, .. }) = mark else {
                continue;
            };
            assert!((0.0..=drawn.width).contains(&at.0), "{mark:?}");
            assert!((0.0..=drawn.height).contains(&at.1), "{mark:?}");
            match mark {
                Mark::Circle { .. } => circles += 1,
                Mark::Text { text, .. } if text.starts_with("term ") => names += 1,
                _ => {}
            }
        }
        assert_eq!((circles, names), (40, NAMED + QUIETLY_NAMED));
        // Of nothing an empty plane.
        assert!(
            !picture(&Message::text("terms"), &[], Language::Polish)
                .marks
                .is_empty()
        );
    }
}
