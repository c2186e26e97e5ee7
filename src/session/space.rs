//! Room in the browser's storage: how much there is, and which runs are offered for deletion when it runs short.

use std::sync::Arc;

use super::runs::KeptRun;
use super::{Effect, Keepsake, KeptArchive, Session};

/// Fewer free bytes than this are little, whatever the quota.
const LEAST_FREE: u64 = 50 << 20;

/// Room in the browser's storage for this page's origin, in bytes, as the browser tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    pub used: u64,
    pub quota: u64,
    /// Whether the browser has promised to delete nothing by itself.
    pub persisted: bool,
}

impl Room {
    /// Bytes that are free.
    fn free(self) -> u64 {
        self.quota.saturating_sub(self.used)
    }

    /// Bytes that should be free: a tenth, at least 50 MB.
    fn wanted(self) -> u64 {
        (self.quota / 10).max(LEAST_FREE)
    }
}

/// What is known of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Space {
    room: Option<Room>,
    /// Whether something was refused for want of room since runs were last deleted.
    full: bool,
    /// The user knows.
    dismissed: bool,
}

impl Space {
    pub fn measured(&mut self, room: Room) {
        self.room = Some(room);
        self.dismissed &= self.is_short();
    }

    pub fn full(&mut self) {
        self.dismissed &= self.full;
        self.full = true;
    }

    pub fn dismiss(&mut self) {
        self.dismissed = true;
    }

    fn is_short(&self) -> bool {
        self.full || self.room.is_some_and(|room| room.free() < room.wanted())
    }
}

/// Runs that are offered for deletion.
#[derive(Debug, Clone, PartialEq)]
pub struct Disposable {
    /// IDs, the oldest first.
    pub runs: Vec<String>,
    /// Of their archives.
    pub n_bytes: u64,
}

impl Session {
    /// How much room there is; none where the browser does not tell.
    pub fn room(&self) -> Option<Room> {
        self.keeping.space.room
    }

    /// Where room runs short and the user has not dismissed it: the oldest runs without a star, as many as make room again.
    /// The run that is shown is not among them; none where no other is left.
    pub fn short_of_room(&self) -> Option<Disposable> {
        let space = &self.keeping.space;
        if !space.is_short() || space.dismissed {
            return None;
        }
        let missing = match space.room {
            Some(room) if !space.full => room.wanted() - room.free(),
            // What does not fit has to fit afterwards.
            _ => self
                .unkept()
                .map(|(_, archive)| archive.bytes.len() as u64)
                .sum(),
        };
        let mut disposable = Disposable {
            runs: Vec::new(),
            n_bytes: 0,
        };
        for run in &self.runs {
            let is_shown = self.shown_run() == Some(&run.run_id);
            let Some(archive) = &run.archive else {
                continue;
            };
            if run.said.starred || is_shown || archive.bytes.is_some() {
                continue;
            }
            if disposable.n_bytes >= missing && !disposable.runs.is_empty() {
                break;
            }
            disposable.runs.push(run.run_id.clone());
            disposable.n_bytes += archive.n_bytes;
        }
        (!disposable.runs.is_empty()).then_some(disposable)
    }

    /// Runs whose archives the browser has not said to keep.
    fn unkept(&self) -> impl Iterator<Item = (&Arc<KeptRun>, KeptArchive)> {
        self.runs.iter().filter_map(|run| {
            let archive = run.archive.as_ref()?;
            let kept = KeptArchive {
                name: archive.file_name.clone(),
                bytes: Arc::clone(archive.bytes.as_ref()?),
            };
            Some((run, kept))
        })
    }

    /// Runs were deleted: what did not fit before is tried again.
    pub(super) fn keep_again(&mut self, effects: &mut Vec<Effect>) {
        if !std::mem::take(&mut self.keeping.space.full) {
            return;
        }
        for (run, archive) in self.unkept() {
            effects.extend(self.keep_run(&run.run_id));
            effects.push(Effect::KeepRunArchive {
                run: run.run_id.clone(),
                archive,
            });
        }
        if !self.keeps(Keepsake::Data) {
            self.keeping.keep_data_again();
        }
    }
}
