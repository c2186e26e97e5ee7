//! The points of a space that can be counted, one after the other.

use toml::Table;

use super::domain::Value;
use super::space::{Point, Space};
use crate::pipeline::params::{Settings, put};
use crate::pipeline::run::RunConfig;

impl Space {
    /// How many points it has over this configuration, which decides where no dimension does; none where a dimension that can
    /// take part has no steps, or there are more than 2^64.
    pub fn n_points(&self, base: &RunConfig) -> Option<u64> {
        self.count_from(0, &base.to_table())
    }

    /// The point of a number below [`Space::n_points`]; the last dimension changes first.
    pub fn nth_point(&self, base: &RunConfig, mut number: u64) -> Point {
        self.walk(&mut base.to_table(), |one, place, table| {
            let below = |value: Value| {
                let mut table = table.clone();
                put(&mut table, one.param(), Some(one.domain.written(value)));
                let count = self.count_from(place + 1, &table);
                count.expect("the points can be counted")
            };
            if !self.decides(place) {
                let each = below(one.domain.nth(0));
                let value = one.domain.nth(number / each);
                number %= each;
                return Some(value);
            }
            let n_values = one.domain.n_values().expect("the points can be counted");
            for value in (0..n_values).map(|place| one.domain.nth(place)) {
                let count = below(value);
                if number < count {
                    return Some(value);
                }
                number -= count;
            }
            unreachable!("the number is below that of all points")
        })
    }

    /// Points of the dimensions from a place on.
    fn count_from(&self, place: usize, table: &Table) -> Option<u64> {
        let Some(one) = self.dimensions.get(place) else {
            return Some(1);
        };
        if !self.takes_part(place, table) {
            return self.count_from(place + 1, table);
        }
        let n_values = one.domain.n_values()?;
        if !self.decides(place) {
            return n_values.checked_mul(self.count_from(place + 1, table)?);
        }
        let mut sum = 0u64;
        for value in (0..n_values).map(|place| one.domain.nth(place)) {
            let mut below = table.clone();
            put(&mut below, one.param(), Some(one.domain.written(value)));
            sum = sum.checked_add(self.count_from(place + 1, &below)?)?;
        }
        Some(sum)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::pipeline::search::canonical;

    fn space(text: &str) -> Space {
        Space::from_table(&toml::from_str(text).unwrap()).unwrap()
    }

    #[test]
    fn a_branch_counts_where_it_takes_part() {
        let base = RunConfig::default();
        for (text, n) in [
            ("'tfidf.min_df' = { low = 1, high = 4 }", Some(4)),
            ("'svc.C' = { low = 1, high = 4 }", None),
            ("'svc.C' = { low = 1, high = 4, step = 0.5 }", Some(7)),
            // A linear kernel has neither gamma nor degree; rbf has gamma, poly both.
            (
                "[svc]\nkernel = ['linear', 'rbf', 'poly']\ngamma = ['scale', 'auto', 1.0]\ndegree = [2, 3]",
                Some(1 + 3 + 6),
            ),
            // The engine `linear` reads no kernel, but has a loss.
            (
                "[svc]\nengine = ['smo', 'linear']\nkernel = ['linear', 'rbf']\nloss = ['hinge', 'squared_hinge']",
                Some(2 + 2),
            ),
            ("'svc.loss' = ['hinge', 'squared_hinge']", Some(1)),
        ] {
            let space = space(text);
            assert_eq!(space.n_points(&base), n, "{text}");
            let points: Vec<Point> = (0..n.unwrap_or(0))
                .map(|number| space.nth_point(&base, number))
                .collect();
            let names: BTreeSet<String> = points
                .iter()
                .map(|point| canonical(&space.config(&base, point).unwrap()))
                .collect();
            assert_eq!(names.len() as u64, n.unwrap_or(0), "{text}");
        }
    }
}
