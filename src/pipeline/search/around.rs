//! A smaller space around a trial, for a search that goes on where it was good.

use super::domain::{Domain, Value};
use super::space::{Dimension, Point, Space};

/// How far the smaller range reaches to each side, as a share of the range on its scale.
const REACH: f64 = 1.0 / 8.0;

impl Space {
    /// The numbers that a point chose, each from a quarter of its range around the value: on the scale of the range, within its
    /// ends, at least one step to each side. Choices are no longer chosen: they are to stand in the configuration that the search
    /// begins with. None where the point chose no number from a range.
    pub fn around(&self, point: &Point) -> Option<Space> {
        let near = |one: &Dimension| {
            let domain = around(&one.domain, *point.get(&one.name)?)?;
            Some(Dimension {
                domain,
                ..one.clone()
            })
        };
        let dimensions: Vec<Dimension> = self.dimensions.iter().filter_map(near).collect();
        (!dimensions.is_empty()).then_some(Space { dimensions })
    }
}

fn around(domain: &Domain, value: Value) -> Option<Domain> {
    let unit = domain.range().map(|_| domain.unit_of(value.number()))?;
    let ends = [unit - REACH, unit + REACH].map(|end| domain.at_unit(end.clamp(0.0, 1.0)));
    let near = match (domain, value, ends) {
        (
            Domain::Int {
                low,
                high,
                log,
                step,
            },
            Value::Int(value),
            [Value::Int(from), Value::Int(to)],
        ) => Domain::Int {
            low: from.min(value - step).max(*low),
            high: to.max(value + step).min(*high),
            log: *log,
            step: *step,
        },
        (
            Domain::Float {
                low,
                high,
                log,
                step,
            },
            Value::Float(value),
            [Value::Float(from), Value::Float(to)],
        ) => {
            let (from, to) = match step {
                Some(step) => (from.min(value - step), to.max(value + step)),
                None => (short(from, value), short(to, value)),
            };
            Domain::Float {
                low: from.max(*low),
                high: to.min(*high),
                log: *log,
                step: *step,
            }
        }
        _ => return None,
    };
    (!near.is_single()).then_some(near)
}

/// An end with three digits, if it is still on its side of the value: people read it.
fn short(end: f64, value: f64) -> f64 {
    let rounded: f64 = format!("{end:.2e}").parse().unwrap_or(end);
    let is_beyond = match end < value {
        true => rounded < value,
        false => rounded > value,
    };
    if is_beyond { rounded } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_chosen_from_a_quarter_of_their_range_and_choices_no_more() {
        let space = "'svc.C' = { low = 0.01, high = 100.0, log = true }\n\
                     'svc.kernel' = ['linear', 'rbf']\n\
                     'tfidf.min_df' = { low = 1, high = 9 }\n\
                     'tfidf.max_df' = { low = 0.5, high = 1.0, step = 0.25 }";
        let space = Space::from_table(&toml::from_str(space).unwrap()).unwrap();
        let point = |c, min_df, max_df| {
            Point::from([
                ("svc.C".into(), Value::Float(c)),
                ("svc.kernel".into(), Value::Choice(1)),
                ("tfidf.min_df".into(), Value::Int(min_df)),
                ("tfidf.max_df".into(), Value::Float(max_df)),
            ])
        };
        let near = |point: &Point| {
            let near = space.around(point).unwrap();
            let ranges = ["svc.C", "tfidf.min_df", "tfidf.max_df"].map(|name| {
                let range = near.dimension(name).unwrap().domain.range().unwrap();
                (range.low, range.high)
            });
            (near.dimensions().len(), ranges)
        };
        // Half a power of ten of four, one of eight steps, one step of two.
        let middle = near(&point(1.0, 5, 0.75));
        assert_eq!(middle, (3, [(0.316, 3.16), (4.0, 6.0), (0.5, 1.0)]));
        // What lies at an end stays within it.
        let end = near(&point(100.0, 1, 1.0));
        assert_eq!(end, (3, [(31.6, 100.0), (1.0, 2.0), (0.75, 1.0)]));
        // Only what was chosen, and nothing where that was no number.
        let choice = Point::from([("svc.kernel".into(), Value::Choice(0))]);
        assert_eq!(space.around(&choice), None);
    }
}
