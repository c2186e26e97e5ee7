//! Signs of life on standard error for work that lasts: a bar while somebody watches, else a line every few seconds.
//!
//! A call has one [`Work`]; what it is at is told by the functions beside it, from wherever the work is done. The lines come
//! from a thread of their own, so that a long step keeps nobody waiting: the first after five seconds in which nothing else
//! was said. They are of the shape `[00:15] drift: random splits, 43 %`, and no result depends on them.

use std::io::{self, IsTerminal, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::output;
use super::printable::OneLine;
use crate::message;
use crate::message::{Argument, Message};

/// Between two lines, in the first minute and after it.
const INTERVALS: [Duration; 2] = [Duration::from_secs(5), Duration::from_secs(10)];
const FIRST_MINUTE: Duration = Duration::from_secs(60);
/// A phase that lasts longer than this has its advice said.
const LONG: Duration = Duration::from_secs(30);
const TICK: Duration = Duration::from_millis(100);

static NOW: Mutex<Option<State>> = Mutex::new(None);
static ENDED: Condvar = Condvar::new();

struct State {
    command: &'static str,
    phase: String,
    /// From 0 to 1.
    share: Option<f64>,
    detail: String,
    /// What to do where the phase lasts long.
    advice: String,
    begun: Instant,
    phase_begun: Instant,
    /// When anything was last said on standard error.
    said: Instant,
    /// Where standard error is a terminal.
    bar: Option<ProgressBar>,
}

fn now() -> MutexGuard<'static, Option<State>> {
    NOW.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The work of a call, while it lasts.
pub struct Work(());

impl Work {
    /// `command` is its name on the command line.
    pub fn begin(command: &'static str) -> Work {
        let bar = io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(1000);
            bar.set_style(spinner());
            bar.enable_steady_tick(TICK);
            bar
        });
        let is_watched = bar.is_some();
        let moment = Instant::now();
        *now() = Some(State {
            command,
            phase: String::new(),
            share: None,
            detail: String::new(),
            advice: String::new(),
            begun: moment,
            phase_begun: moment,
            said: moment,
            bar,
        });
        if !is_watched {
            // Without a thread there are no signs, and the work is done all the same.
            let _ = std::thread::Builder::new().spawn(say_lines);
        }
        Work(())
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        if let Some(bar) = now().take().and_then(|state| state.bar) {
            bar.finish_and_clear();
        }
        ENDED.notify_all();
    }
}

/// A phase by its key in the locales.
pub fn at(phase: &'static str) -> Message {
    message!("cli-phase", phase = Argument::key(phase))
}

/// What the work is at from now on.
pub fn phase(name: &Message) {
    let name = name.shown(output::language());
    update(|state| {
        if state.phase != name {
            state.phase = name;
            state.phase_begun = Instant::now();
            state.share = None;
            state.detail.clear();
            state.advice.clear();
            if let Some(bar) = &state.bar {
                bar.set_style(spinner());
                bar.enable_steady_tick(TICK);
            }
        }
    });
}

/// The same for a phase that a thread which draws would be in the way of, since it is timed.
pub fn timed_phase(name: &Message) {
    phase(name);
    update(|state| {
        if let Some(bar) = &state.bar {
            bar.disable_steady_tick();
            bar.tick();
        }
    });
}

/// How much of the phase is done.
pub fn share(done: u64, total: u64) {
    update(|state| {
        if let (None, Some(bar)) = (state.share, &state.bar) {
            bar.set_style(bar_style());
        }
        state.share = Some(done.min(total) as f64 / total.max(1) as f64);
    });
}

/// More about the phase, and what to do where it lasts long.
pub fn detail(detail: &Message, advice: Option<&Message>) {
    let shown = |message: &Message| message.shown(output::language());
    update(|state| {
        state.detail = shown(detail);
        state.advice = advice.map(shown).unwrap_or_default();
    });
}

/// Does what writes to standard error, the bar being out of its way.
pub fn aside(write: impl FnOnce()) {
    let bar = now().as_ref().and_then(|state| state.bar.clone());
    match bar {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
    if let Some(state) = now().as_mut() {
        state.said = Instant::now();
    }
}

fn update(change: impl FnOnce(&mut State)) {
    if let Some(state) = now().as_mut() {
        change(state);
        if let Some(bar) = &state.bar {
            bar.set_message(OneLine(state.words()).to_string());
            if let Some(share) = state.share {
                bar.set_position((share * 1000.0) as u64);
            }
        }
    }
}

impl State {
    /// `random splits, 43 %`.
    fn words(&self) -> String {
        let mut words = self.phase.clone();
        if let Some(share) = self.share {
            words += &format!(", {:.0} %", (share * 100.0).floor());
        }
        if !self.detail.is_empty() {
            words += &format!(", {}", self.detail);
        }
        if !self.advice.is_empty() && self.phase_begun.elapsed() >= LONG {
            words += &format!("; {}", self.advice);
        }
        words
    }

    fn line(&self) -> String {
        let seconds = self.begun.elapsed().as_secs();
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let time = match hours {
            0 => format!("{minutes:02}:{seconds:02}"),
            _ => format!("{hours}:{minutes:02}:{seconds:02}"),
        };
        let words = match self.words() {
            words if words.is_empty() => at("work").shown(output::language()),
            words => words,
        };
        format!("[{time}] {}: {}", self.command, OneLine(words))
    }
}

/// Says what the work is at until it ends.
fn say_lines() {
    let mut guard = now();
    while let Some(state) = guard.as_mut() {
        let interval = INTERVALS[usize::from(state.begun.elapsed() >= FIRST_MINUTE)];
        let left = interval.saturating_sub(state.said.elapsed());
        if left.is_zero() {
            let _ = writeln!(io::stderr(), "{}", state.line());
            state.said = Instant::now();
            continue;
        }
        guard = ENDED
            .wait_timeout(guard, left)
            .unwrap_or_else(PoisonError::into_inner)
            .0;
    }
}

fn spinner() -> ProgressStyle {
    ProgressStyle::with_template("{spinner} {msg}").expect("the template is sound")
}

fn bar_style() -> ProgressStyle {
    ProgressStyle::with_template("{wide_bar} {msg}").expect("the template is sound")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_the_phase_its_share_and_advice_once_it_lasts() {
        let moment = Instant::now();
        let mut state = State {
            command: "train",
            phase: String::new(),
            share: None,
            detail: String::new(),
            advice: String::new(),
            begun: moment,
            phase_begun: moment,
            said: moment,
            bar: None,
        };
        assert_eq!(state.line(), "[00:00] train: at work");
        state.phase = "a\nb".into();
        state.share = Some(0.999);
        assert_eq!(state.line(), "[00:00] train: a\\nb, 99 %");
        state.share = None;
        state.detail = "iteration 7".into();
        state.advice = "set max_iter".into();
        assert_eq!(state.line(), "[00:00] train: a\\nb, iteration 7");
        if let Some(before) = moment.checked_sub(Duration::from_secs(3725)) {
            (state.begun, state.phase_begun) = (before, before);
            assert_eq!(
                state.line(),
                "[1:02:05] train: a\\nb, iteration 7; set max_iter"
            );
        }
    }
}
