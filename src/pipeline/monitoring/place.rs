//! Which of the rows that are given were watched before.
//!
//! A text may come twice for a reason (retweets, greetings), so that one that was seen says nothing by itself. Rows are
//! taken as the ones that were watched where that can hardly be chance: the same rows in the same order, as in a file that
//! grew or a window that slid; all rows of a batch of the same name; or texts that stand once on both sides and make up half
//! of the rows. All other rows are new.

use std::collections::BTreeMap;

use super::watching::Watch;
use crate::pipeline::numeric::ln;

/// Where a given row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    New,
    /// In a record, both counted from 0.
    Watched {
        record: usize,
        row: usize,
    },
    /// Among the rows that were given before it in the same call.
    Repeated,
}

/// Rows that belong together: a file, or a period.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    pub name: &'a str,
    /// Of each row the digest of its text, see [`super::text_digest`], and whether it has a label.
    pub rows: &'a [(u64, bool)],
}

/// So unlikely is a run of rows in the same order before it counts, over all places where it could be.
const CHANCE: f64 = 1e-4;

/// The rows that were watched, and those given so far.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    rows: Vec<SeenRow>,
    /// Places in `rows`, ascending.
    by_digest: BTreeMap<u64, Vec<usize>>,
    groups: Vec<Group>,
}

#[derive(Debug, Clone, Copy)]
struct SeenRow {
    digest: u64,
    is_labelled: bool,
    place: Place,
    group: usize,
}

/// A record, or rows given in this call.
#[derive(Debug, Clone)]
struct Group {
    name: String,
    first: usize,
    n_rows: usize,
}

impl Seen {
    pub fn of(watch: &Watch) -> Seen {
        let mut seen = Seen::default();
        for (record, (of, kept)) in watch.records.iter().zip(&watch.kept).enumerate() {
            let rows = kept.digests.iter().zip(&kept.labels).enumerate();
            let rows = rows.map(|(row, (digest, label))| {
                let place = Place::Watched { record, row };
                (*digest, label.is_some(), place)
            });
            seen.push(&of.name, rows);
        }
        seen
    }

    /// Of the batches of a name alone, as that of a period: rows of another are others, however much alike they are.
    pub fn named(&self, name: &str) -> Seen {
        let mut seen = Seen::default();
        for group in self
            .groups
            .iter()
            .filter(|group| is_named(&group.name, name))
        {
            let rows = self.rows[group.first..group.first + group.n_rows].iter();
            seen.push(
                &group.name,
                rows.map(|row| (row.digest, row.is_labelled, row.place)),
            );
        }
        seen
    }

    /// Rows that are new, for those that are given after them.
    pub fn add(&mut self, name: &str, rows: &[(u64, bool)]) {
        let rows = rows.iter().map(|row| (row.0, row.1, Place::Repeated));
        self.push(name, rows);
    }

    fn push(&mut self, name: &str, rows: impl Iterator<Item = (u64, bool, Place)>) {
        let (first, group) = (self.rows.len(), self.groups.len());
        for (digest, is_labelled, place) in rows {
            let of_digest = self.by_digest.entry(digest).or_default();
            of_digest.push(self.rows.len());
            self.rows.push(SeenRow {
                digest,
                is_labelled,
                place,
                group,
            });
        }
        self.groups.push(Group {
            name: name.into(),
            first,
            n_rows: self.rows.len() - first,
        });
    }

    /// The place of each given row; no place is given twice.
    pub fn place(&self, given: Given<'_>) -> Vec<Place> {
        let alike = self.alike(given.rows);
        let accepted = self.accepted(given, &alike);
        let place = |(alike, accepted): (&Option<usize>, bool)| match (alike, accepted) {
            (Some(at), true) => self.rows[*at].place,
            _ => Place::New,
        };
        alike.iter().zip(accepted).map(place).collect()
    }

    /// For each given row one with the same text that no other has, beside its neighbour's where that is alike.
    fn alike(&self, rows: &[(u64, bool)]) -> Vec<Option<usize>> {
        // The given row that has a place.
        let mut taken_by: Vec<Option<usize>> = vec![None; self.rows.len()];
        let mut next_of: BTreeMap<u64, usize> = BTreeMap::new();
        let mut alike: Vec<Option<usize>> = Vec::with_capacity(rows.len());
        for (row, (digest, _)) in rows.iter().enumerate() {
            let before = row.checked_sub(1).and_then(|before| alike[before]);
            let after = before.map(|at| at + 1).filter(|&at| {
                self.rows
                    .get(at)
                    .is_some_and(|row| row.digest == *digest && taken_by[at].is_none())
            });
            let found = after.or_else(|| {
                let places = self.by_digest.get(digest)?;
                let next = next_of.entry(*digest).or_default();
                while places.get(*next).is_some_and(|at| taken_by[*at].is_some()) {
                    *next += 1;
                }
                places.get(*next).copied()
            });
            if let Some(at) = found {
                taken_by[at] = Some(row);
            }
            alike.push(found);
        }
        // The first row of a run took the first place with its text: now the one before the next row's, for which the row
        // that has it gets the other.
        for row in (0..rows.len().saturating_sub(1)).rev() {
            let Some(at) = alike[row + 1].and_then(|next| next.checked_sub(1)) else {
                continue;
            };
            let had = alike[row];
            if had == Some(at) || self.rows[at].digest != rows[row].0 {
                continue;
            }
            if let Some(other) = taken_by[at] {
                alike[other] = had;
            }
            if let Some(had) = had {
                taken_by[had] = taken_by[at];
            }
            alike[row] = Some(at);
            taken_by[at] = Some(row);
        }
        alike
    }

    fn accepted(&self, given: Given<'_>, alike: &[Option<usize>]) -> Vec<bool> {
        let n = given.rows.len();
        let mut accepted = self.runs(alike);
        let mut of_group = vec![0usize; self.groups.len()];
        for at in alike.iter().flatten() {
            of_group[self.rows[*at].group] += 1;
        }
        // Of texts that stand once on both sides.
        let mut times: BTreeMap<u64, u32> = BTreeMap::new();
        for (digest, _) in given.rows {
            *times.entry(*digest).or_default() += 1;
        }
        let mut once_of_group = vec![0usize; self.groups.len()];
        let (mut once, mut labels_come) = (0, 0);
        for (row, at) in given.rows.iter().zip(alike) {
            let Some(at) = at else { continue };
            if times[&row.0] == 1 && self.by_digest[&row.0].len() == 1 {
                once += 1;
                once_of_group[self.rows[*at].group] += 1;
                labels_come += usize::from(row.1 && !self.rows[*at].is_labelled);
            }
        }
        let is_many = |once: usize| once >= 5;
        let whole = (is_many(once) && 2 * once >= n) || (labels_come > 0 && 2 * labels_come >= n);
        for (row, at) in alike.iter().enumerate() {
            let Some(at) = at else { continue };
            let number = self.rows[*at].group;
            let group = &self.groups[number];
            let is_all = of_group[number] == group.n_rows;
            let is_named = is_named(&group.name, given.name);
            // The same rows and no others, in their order.
            let is_same = is_all
                && group.n_rows == n
                && alike[0] == Some(group.first)
                && alike
                    .iter()
                    .zip(0..)
                    .all(|(at, row)| *at == Some(group.first + row));
            accepted[row] |= whole
                || is_same
                || (is_all && is_named)
                || (is_many(once_of_group[number]) && 2 * once_of_group[number] >= group.n_rows);
        }
        accepted
    }

    /// Rows in a run that is in the same order on both sides and that chance hardly makes: the texts of a run are as rare
    /// together as the product of their shares, and it could stand at any pair of rows.
    fn runs(&self, alike: &[Option<usize>]) -> Vec<bool> {
        let (n, n_seen) = (alike.len() as f64, self.rows.len() as f64);
        let needed = ln(n * n_seen.max(1.0) / CHANCE);
        let mut accepted = vec![false; alike.len()];
        let mut first = 0;
        while first < alike.len() {
            let Some(begun) = alike[first] else {
                first += 1;
                continue;
            };
            let mut last = first;
            while alike.get(last + 1).copied().flatten() == Some(begun + last + 1 - first) {
                last += 1;
            }
            let information: f64 = (begun..=begun + last - first)
                .map(|at| ln(n_seen / self.by_digest[&self.rows[at].digest].len() as f64))
                .sum();
            if information >= needed {
                accepted[first..=last].fill(true);
            }
            first = last + 1;
        }
        accepted
    }
}

/// Whether a batch is of a file or a period by its name: it may be a part of it.
fn is_named(batch: &str, name: &str) -> bool {
    batch
        .strip_prefix(name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::rng::RandomState;

    fn rows(digests: impl IntoIterator<Item = u64>) -> Vec<(u64, bool)> {
        digests.into_iter().map(|digest| (digest, false)).collect()
    }

    fn seen(batches: &[(&str, Vec<(u64, bool)>)]) -> Seen {
        let mut seen = Seen::default();
        for (record, (name, given)) in batches.iter().enumerate() {
            let rows = given.iter().enumerate();
            let rows = rows.map(|(row, one)| (one.0, one.1, Place::Watched { record, row }));
            seen.push(name, rows);
        }
        seen
    }

    /// How many rows are new.
    fn new(seen: &Seen, name: &str, rows: &[(u64, bool)]) -> usize {
        let places = seen.place(Given { name, rows });
        places.iter().filter(|place| **place == Place::New).count()
    }

    #[test]
    fn rows_that_were_watched_are_known_in_every_form() {
        let known = seen(&[("a.csv", rows(0..100)), ("b.csv", rows(100..200))]);
        for (name, given, expected, what) in [
            ("a.csv", rows(0..100), 0, "the same file"),
            ("other.csv", rows(0..100), 0, "under another name"),
            ("a.csv", rows(0..150), 0, "both, and none else"),
            (
                "a.csv",
                rows((0..100).chain(500..560)),
                60,
                "a file that grew",
            ),
            (
                "w.csv",
                rows((180..200).chain(500..800)),
                300,
                "a window that slid",
            ),
            ("r.csv", rows((0..200).rev()), 0, "in another order"),
            (
                "r.csv",
                rows((0..200).rev().chain(500..900)),
                400,
                "and more rows",
            ),
            ("n.csv", rows(500..600), 100, "new rows"),
            (
                "n.csv",
                rows((500..600).chain([7, 70, 170])),
                103,
                "some retweets",
            ),
            ("one.csv", rows([42]), 1, "one text that was seen"),
        ] {
            assert_eq!(new(&known, name, &given), expected, "{what}");
        }
        let places = known.place(Given {
            name: "a.csv",
            rows: &rows(95..105),
        });
        assert_eq!(places[4], Place::Watched { record: 0, row: 99 });
        assert_eq!(places[5], Place::Watched { record: 1, row: 0 });
    }

    /// A window that begins in the midst of rows whose texts stand elsewhere too.
    #[test]
    fn a_run_is_known_to_its_ends_whatever_else_is_alike() {
        let mut first: Vec<u64> = (0..100).collect();
        first[60] = 5;
        first[80] = 5;
        let known = seen(&[("a.csv", rows(first.iter().copied()))]);
        let window = rows(first[60..].iter().copied().chain(500..520));
        let places = known.place(Given {
            name: "b.csv",
            rows: &window,
        });
        assert_eq!(places[0], Place::Watched { record: 0, row: 60 });
        assert_eq!(places[20], Place::Watched { record: 0, row: 80 });
        assert_eq!(new(&known, "b.csv", &window), 20);
    }

    /// Texts of a small stock come again and again: another batch of them is new, the same one is not.
    #[test]
    fn few_texts_that_come_again_and_again_are_new_rows_in_another_file() {
        let mut random = RandomState::new(3);
        let mut draw = |n: usize, stock: u32| -> Vec<(u64, bool)> {
            rows((0..n).map(|_| u64::from(random.random_interval(stock - 1))))
        };
        for stock in [1, 2, 10, 40] {
            let january = draw(120, stock);
            let february = draw(120, stock);
            let known = seen(&[("january.csv", january.clone())]);
            assert_eq!(new(&known, "january.csv", &january), 0, "{stock}");
            if stock > 1 {
                assert_eq!(new(&known, "february.csv", &february), 120, "{stock}");
            }
            let grown = [january.clone(), draw(30, stock)].concat();
            assert_eq!(new(&known, "january.csv", &grown), 30, "{stock}");
        }
    }

    #[test]
    fn labels_that_come_find_their_rows_and_what_is_given_twice_is_repeated() {
        let known = seen(&[("a.csv", rows(0..100))]);
        let labelled: Vec<(u64, bool)> = [3, 50, 7].map(|digest| (digest, true)).to_vec();
        let places = known.place(Given {
            name: "labels.csv",
            rows: &labelled,
        });
        assert_eq!(places[1], Place::Watched { record: 0, row: 50 });
        // A month with the very rows of another is another.
        let february = Given {
            name: "2026-02",
            rows: &rows(0..100),
        };
        let months = seen(&[
            ("2026-01", rows(0..100)),
            ("2026-02, late rows", rows(7..8)),
        ]);
        let places = months.named("2026-02").place(february);
        let is_new = |place: &&Place| **place == Place::New;
        assert_eq!(places.iter().filter(is_new).count(), 99);
        let mut known = known;
        known.add("b.csv", &rows(200..300));
        let places = known.place(Given {
            name: "c.csv",
            rows: &rows(200..300),
        });
        assert!(places.iter().all(|place| *place == Place::Repeated));
        assert!(
            known
                .place(Given {
                    name: "e.csv",
                    rows: &[]
                })
                .is_empty()
        );
    }
}
