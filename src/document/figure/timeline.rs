//! What took its time beside what: a bar from its start to its end, in lanes.

use super::scale::Scale;
use super::{LETTER, Mark, Picture, Target, WIDTH};
use crate::document::Table;
use crate::message;
use crate::message::{Argument, Language, Message};

#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// What it shows, for those who don't see it.
    pub name: Message,
    pub bars: Vec<Bar>,
    /// All that is known of the same bars.
    pub table: Table,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it is of, for those who choose it.
    pub key: u32,
    /// Seconds from the first start.
    pub from: f64,
    pub to: f64,
    pub look: BarLook,
    /// Shown under the pointer.
    pub said: Message,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BarLook {
    Done,
    Best,
    Ended,
    Failed,
    Running,
}

const LEFT: f64 = 24.0;
const RIGHT: f64 = WIDTH - 28.0;
/// Above the lanes, for what the bars mean.
const TOP: f64 = 28.0;
const LANE: f64 = 18.0;
/// Height of a bar.
const BAR: f64 = 14.0;

impl BarLook {
    const ALL: [BarLook; 5] = [
        BarLook::Done,
        BarLook::Best,
        BarLook::Ended,
        BarLook::Failed,
        BarLook::Running,
    ];

    fn class(self) -> &'static str {
        match self {
            BarLook::Done => "span",
            BarLook::Best => "span best",
            BarLook::Ended => "span ended",
            BarLook::Failed => "span failed",
            BarLook::Running => "span running",
        }
    }

    fn name(self) -> Message {
        let key = match self {
            BarLook::Done => "complete",
            BarLook::Best => "best",
            BarLook::Ended => "pruned",
            BarLook::Failed => "fail",
            BarLook::Running => "running",
        };
        message!("timeline-look", look = Argument::key(key))
    }
}

impl Timeline {
    /// The lane of each bar: the first that is free when it starts.
    fn lanes(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.bars.len()).collect();
        order.sort_by(|&one, &other| self.bars[one].from.total_cmp(&self.bars[other].from));
        let mut free: Vec<f64> = Vec::new();
        let mut lanes = vec![0; self.bars.len()];
        for at in order {
            let bar = &self.bars[at];
            let lane = free.iter().position(|free| *free <= bar.from);
            lanes[at] = lane.unwrap_or(free.len());
            match lane {
                Some(lane) => free[lane] = bar.to,
                None => free.push(bar.to),
            }
        }
        lanes
    }

    pub(super) fn picture(&self, language: Language) -> Picture {
        let lanes = self.lanes();
        let n_lanes = lanes.iter().max().map_or(1, |last| last + 1);
        let bottom = TOP + LANE * n_lanes as f64;
        let scale = Scale::linear(self.bars.iter().map(|bar| bar.to), true);
        let x = |seconds: f64| LEFT + scale.place(seconds) * (RIGHT - LEFT);
        let mut marks = Vec::new();
        for &tick in &scale.ticks {
            marks.push(Mark::Line {
                class: "grid",
                from: (x(tick), TOP - 4.0),
                to: (x(tick), bottom),
            });
            marks.push(Mark::Text {
                class: "middle value",
                at: (x(tick), bottom + 16.0),
                text: Argument::Seconds(tick).shown(language),
            });
        }
        let mut beside = LEFT;
        for look in BarLook::ALL {
            if !self.bars.iter().any(|bar| bar.look == look) {
                continue;
            }
            let name = look.name().shown(language);
            marks.push(Mark::Rect {
                class: look.class(),
                at: (beside, 3.0),
                size: (16.0, 11.0),
                said: name.clone(),
            });
            let width = 40.0 + LETTER * name.chars().count() as f64;
            marks.push(Mark::Text {
                class: "start value",
                at: (beside + 22.0, 13.0),
                text: name,
            });
            beside += width;
        }
        let mut targets = Vec::new();
        for (bar, lane) in self.bars.iter().zip(lanes) {
            let top = TOP + LANE * lane as f64;
            let (from, to) = (x(bar.from), x(bar.to));
            let middle = top + BAR / 2.0;
            targets.push(Target {
                key: bar.key,
                mark: marks.len(),
                line: vec![(from, middle), (to, middle)],
            });
            marks.push(Mark::Rect {
                class: bar.look.class(),
                at: (from, top),
                // Bars that follow each other are apart, and the shortest is seen.
                size: ((to - from - 1.0).max(1.5), BAR),
                said: bar.said.shown(language),
            });
        }
        Picture {
            name: self.name.shown(language),
            width: WIDTH,
            height: bottom + 24.0,
            marks,
            targets,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_that_overlap_in_time_lie_in_lanes_of_their_own() {
        let bar = |key, from, to| Bar {
            key,
            from,
            to,
            look: BarLook::Done,
            said: Message::text("said"),
        };
        let timeline = Timeline {
            name: Message::text("trials"),
            bars: vec![
                bar(0, 0.0, 2.0),
                bar(1, 0.5, 1.0),
                bar(2, 1.0, 3.0),
                bar(3, 2.0, 4.0),
                bar(4, 2.5, 2.5),
            ],
            table: Table {
                columns: Vec::new(),
                rows: Vec::new(),
            },
        };
        assert_eq!(timeline.lanes(), [0, 1, 1, 0, 2]);
        let picture = timeline.picture(Language::English);
        assert_eq!(picture.targets.len(), 5);
        for target in &picture.targets {
            for (x, y) in &target.line {
                assert!((0.0..=picture.width).contains(x) && (0.0..=picture.height).contains(y));
            }
        }
    }
}
