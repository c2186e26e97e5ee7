//! Rows that are worked on one by one, such as texts to clean or to predict, in chunks that wait for none of the others.

use std::ops::Range;

use super::step::{Piece, Standing, Status};
use super::time::UnixMillis;

/// Rows that one step cleans, counts or predicts: few enough to take about a millisecond.
pub const ROWS_A_STEP: usize = 32;

/// Rows that a chunk has at least.
const LEAST: usize = 8 * ROWS_A_STEP;
/// Chunks that there are at most.
const MOST_CHUNKS: usize = 64;

/// What becomes of each row, in their order.
pub struct InChunks<T> {
    n_rows: usize,
    chunks: Vec<Chunk<T>>,
}

struct Chunk<T> {
    rows: Range<usize>,
    done: Vec<T>,
}

impl<T: Send> InChunks<T> {
    pub fn new(n_rows: usize) -> InChunks<T> {
        let size = n_rows.div_ceil(MOST_CHUNKS).max(LEAST);
        let chunks = (0..n_rows).step_by(size).map(|start| Chunk {
            rows: start..n_rows.min(start + size),
            done: Vec::new(),
        });
        InChunks {
            n_rows,
            chunks: chunks.collect(),
        }
    }

    /// The chunks with rows left; `work` gives what becomes of some rows.
    pub fn pieces<'a>(
        &'a mut self,
        work: impl Fn(Range<usize>) -> Vec<T> + Clone + Send + 'a,
    ) -> Vec<Box<dyn Piece + 'a>> {
        let left = self.chunks.iter_mut().filter(|chunk| chunk.is_running());
        left.map(|chunk| -> Box<dyn Piece> {
            Box::new(ChunkAtWork {
                chunk,
                work: work.clone(),
            })
        })
        .collect()
    }

    /// Share that is done, `0.0..=1.0`.
    pub fn fraction(&self) -> f64 {
        let done: usize = self.chunks.iter().map(|chunk| chunk.done.len()).sum();
        fraction(done, self.n_rows)
    }

    /// What became of the rows, once no chunk has any left.
    pub fn finish(self) -> Vec<T> {
        let done = self.chunks.into_iter().flat_map(|chunk| chunk.done);
        done.collect()
    }
}

impl<T> Chunk<T> {
    fn is_running(&self) -> bool {
        self.done.len() < self.rows.len()
    }
}

struct ChunkAtWork<'a, T, W> {
    chunk: &'a mut Chunk<T>,
    work: W,
}

impl<T: Send, W: Fn(Range<usize>) -> Vec<T> + Send> Piece for ChunkAtWork<'_, T, W> {
    fn step(&mut self, _now: UnixMillis) -> Status {
        let chunk = &mut *self.chunk;
        let start = chunk.rows.start + chunk.done.len();
        let rows = start..chunk.rows.end.min(start + ROWS_A_STEP);
        chunk.done.extend((self.work)(rows));
        match chunk.is_running() {
            true => Status::Running,
            false => Status::Done,
        }
    }

    fn standing(&self) -> Standing {
        Standing::Share(fraction(self.chunk.done.len(), self.chunk.rows.len()))
    }
}

/// The share of some rows, which is all of none.
pub fn fraction(done: usize, total: usize) -> f64 {
    if total == 0 {
        1.0
    } else {
        done as f64 / total as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_come_to_what_their_rows_come_to_in_whatever_order_they_are_stepped() {
        for n_rows in [0, 1, 31, 32, 256, 257, 5_000, 100_000] {
            let mut rows = InChunks::new(n_rows);
            let square = |rows: Range<usize>| rows.map(|row| row * row).collect();
            assert!(rows.pieces(square).len() <= MOST_CHUNKS);
            // The last first, and two by turns.
            loop {
                let mut pieces = rows.pieces(square);
                let Some(last) = pieces.pop() else { break };
                for mut piece in [Some(last), pieces.pop()].into_iter().flatten() {
                    piece.step(UnixMillis(0.0));
                }
            }
            assert_eq!(rows.fraction(), 1.0);
            let expected: Vec<usize> = (0..n_rows).map(|row| row * row).collect();
            assert_eq!(rows.finish(), expected);
        }
    }
}
