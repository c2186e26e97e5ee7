//! Groups of rows with (to rounding) equal norms, so that the kernel of two rows without a common column is one number for
//! each pair of groups.

/// More groups would make the search of the working set a scan.
const MAX_GROUPS: usize = 16;

/// Norms that differ by less (relative) are one: rounding of the sum of a row's squares, 64 units in the last place.
const SAME_NORM: f64 = 64.0 * f64::EPSILON;

/// How rows fall into groups by their norm.
pub(super) struct Groups {
    /// Row numbers by ascending norm.
    pub by_norm: Vec<u32>,
    /// First place in `by_norm` of each group, and the end.
    pub starts: Vec<usize>,
    /// More norms than groups, where the base depends on the norm: there is one group without a base.
    pub all_dense: bool,
}

impl Groups {
    pub fn new(norms: &[f64], base_depends_on_norm: bool) -> Groups {
        let n = norms.len();
        let mut by_norm: Vec<u32> = (0..n as u32).collect();
        by_norm.sort_by(|&a, &b| norms[a as usize].total_cmp(&norms[b as usize]));
        let mut starts = vec![0];
        let mut first = by_norm.first().map_or(0.0, |&row| norms[row as usize]);
        for (at, &row) in by_norm.iter().enumerate() {
            let norm = norms[row as usize];
            if norm - first > SAME_NORM * norm {
                starts.push(at);
                first = norm;
                if starts.len() > MAX_GROUPS {
                    break;
                }
            }
        }
        let many = starts.len() > MAX_GROUPS;
        if many {
            starts = if base_depends_on_norm {
                vec![0]
            } else {
                // The base is the same for all, so any cut will do; near norms together make near diagonals.
                (0..MAX_GROUPS).map(|g| g * n / MAX_GROUPS).collect()
            };
        }
        starts.push(n);
        Groups {
            by_norm,
            starts,
            all_dense: many && base_depends_on_norm,
        }
    }
}
