//! Drift reports on texts of a seeded generator: how often each says drift, where nothing changed and where something did.

use dryf::pipeline::drift::{
    Draws, DriftOptions, DriftReport, DriftWork, PartName, Side, Tokens, Whole,
};
use dryf::pipeline::rng::RandomState;

use super::synthetic::{Generator, Rows};

/// What a scenario draws: reference and current rows, by a seed.
pub type Draw = fn(&Generator, &mut RandomState) -> [Rows; 2];

#[derive(Clone, Copy)]
pub struct Scenario {
    pub name: &'static str,
    /// Shares of the classes by their number; none without labels.
    pub classes: usize,
    pub draw: Draw,
    /// What is counted, and how often it should be.
    pub said: Count,
    pub wanted: &'static str,
}

#[derive(Clone, Copy)]
pub enum Count {
    Drift,
    Part(PartName),
}

impl std::fmt::Display for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Count::Drift => f.write_str("drift"),
            Count::Part(part) => write!(f, "drift: {part}"),
        }
    }
}

/// Random splits of a report as far as the verdict takes notice of them.
pub const DRAWS: Draws = Draws {
    labels: 999,
    wording: 399,
    wording_of_classes: 0,
    controls: 0,
    classifier: 320,
    classifier_inside_classes: 0,
    seed: 0,
};

pub fn report(rows: &[Rows; 2], classes: usize, draws: Draws) -> DriftReport {
    let names: Vec<String> = (0..classes).map(|class| format!("c{class}")).collect();
    let [a, b] = rows;
    let side = |rows: &Rows| {
        let labels = (classes > 0).then_some((&names[..], &rows.labels[..]));
        Side::of_texts(&Tokens::new(), &rows.texts, labels)
    };
    let mut work = DriftWork::new(side(a), side(b), &DriftOptions::default(), &draws);
    while work.step(64).is_running() {}
    work.finish()
}

impl Scenario {
    /// In how many of so many simulations it was said.
    pub fn count(&self, times: u32, draws: Draws) -> u32 {
        let generator = Generator::new(&Generator::shares(self.classes.max(2)));
        let said = |seed: u32| {
            let rows = (self.draw)(&generator, &mut RandomState::new(seed));
            let report = report(&rows, self.classes, Draws { seed, ..draws });
            match self.said {
                Count::Drift => matches!(report.verdict.whole, Whole::Drift { .. }),
                Count::Part(part) => match &report.verdict.whole {
                    Whole::Drift { parts } => parts.contains(&part),
                    _ => false,
                },
            }
        };
        (0..times).filter(|seed| said(*seed)).count() as u32
    }
}

fn apart(generator: &Generator, sizes: [usize; 2], random: &mut RandomState) -> [Rows; 2] {
    sizes.map(|n| generator.rows(n, random))
}

/// 1,000 reference rows; of 400 current ones this share are rows of the reference.
fn shared(generator: &Generator, share: f64, random: &mut RandomState) -> [Rows; 2] {
    let reference = generator.rows(1_000, random);
    let of_both = (400.0 * share) as usize;
    let some: Vec<usize> = random.permutation(1_000)[..of_both]
        .iter()
        .map(|&row| row as usize)
        .collect();
    let new = generator.rows(400 - of_both, random);
    let current = new.followed_by(&reference.select(&some));
    [reference, current]
}

/// A series of rows, cut into two windows.
fn windows(
    generator: &Generator,
    [a, b]: [std::ops::Range<usize>; 2],
    random: &mut RandomState,
) -> [Rows; 2] {
    let all = generator.rows(a.end.max(b.end), random);
    [a, b].map(|rows| all.select(&rows.collect::<Vec<_>>()))
}

/// Texts, each 1 to `most` times; its copies on one side, or each on any.
fn copies(
    generator: &Generator,
    most: u32,
    together: bool,
    sizes: [usize; 2],
    random: &mut RandomState,
) -> [Rows; 2] {
    if together {
        return sizes.map(|n| {
            let texts = generator.rows(n, random).repeated(most, random);
            texts.select(&(0..n).collect::<Vec<_>>())
        });
    }
    let n = sizes[0] + sizes[1];
    let all = generator.rows(n, random).repeated(most, random);
    let order: Vec<usize> = random
        .permutation(n)
        .into_iter()
        .map(|row| row as usize)
        .collect();
    let (a, b) = order.split_at(sizes[0]);
    [all.select(a), all.select(b)]
}

pub const SCENARIOS: &[Scenario] = &[
    // Nothing changed.
    at_most("nothing, 100 and 100 rows, 2 classes", 2, |g, r| {
        apart(g, [100, 100], r)
    }),
    at_most("nothing, 300 and 100 rows, 20 classes", 20, |g, r| {
        apart(g, [300, 100], r)
    }),
    at_most("nothing, 1,000 and 300 rows, 3 classes", 3, |g, r| {
        apart(g, [1_000, 300], r)
    }),
    at_most("nothing, 2,000 and 500 rows, 20 classes", 20, |g, r| {
        apart(g, [2_000, 500], r)
    }),
    at_most("nothing, 1,000 and 300 rows without labels", 0, |g, r| {
        apart(g, [1_000, 300], r)
    }),
    at_most(
        "10 % of the current rows are in the reference",
        3,
        |g, r| shared(g, 0.1, r),
    ),
    at_most("20 % of them", 3, |g, r| shared(g, 0.2, r)),
    at_most("50 % of them", 3, |g, r| shared(g, 0.5, r)),
    at_most("all of them", 3, |g, r| shared(g, 1.0, r)),
    at_most("rows 1-1,200 and 1,001-1,400", 3, |g, r| {
        windows(g, [0..1_200, 1_000..1_400], r)
    }),
    at_most("rows 1-1,000 and 1-1,300", 3, |g, r| {
        windows(g, [0..1_000, 0..1_300], r)
    }),
    at_most(
        "1-10 copies of a text on one side, 1,000 and 300 rows",
        3,
        |g, r| copies(g, 10, true, [1_000, 300], r),
    ),
    at_most("1-10 copies, each row on any side", 3, |g, r| {
        copies(g, 10, false, [1_000, 300], r)
    }),
    at_most("1-2 copies of a text on one side", 3, |g, r| {
        copies(g, 2, true, [1_000, 300], r)
    }),
    at_most(
        "1-40 copies of a text on one side, 1,500 and 500 rows",
        2,
        |g, r| copies(g, 40, true, [1_500, 500], r),
    ),
    at_most_of(
        "other texts, labels as before: labels given the text",
        3,
        PartName::Concept,
        |g, r| {
            let reference = g.rows(1_000, r);
            let mut other = Generator::new(&Generator::shares(3));
            other.subject = 40;
            [reference, other.rows(300, r)]
        },
    ),
    at_most_of(
        "a class doubled: labels given the text",
        3,
        PartName::Concept,
        |g, r| {
            let reference = g.rows(1_000, r);
            [reference, doubled(3, 2).rows(300, r)]
        },
    ),
    // Something changed.
    found(
        "all labels shuffled, 1,000 and 300 rows",
        3,
        PartName::Concept,
        "always",
        |g, r| {
            let [a, b] = apart(g, [1_000, 300], r);
            [a, b.with_labels_shuffled(1.0, r)]
        },
    ),
    found(
        "all labels shuffled, 400 and 200 rows",
        3,
        PartName::Concept,
        "always",
        |g, r| {
            let [a, b] = apart(g, [400, 200], r);
            [a, b.with_labels_shuffled(1.0, r)]
        },
    ),
    found(
        "all labels shuffled among the texts of the reference",
        3,
        PartName::Concept,
        "always",
        |g, r| {
            let a = g.rows(600, r);
            [a.clone(), a.with_labels_shuffled(1.0, r)]
        },
    ),
    found(
        "30 % of the labels shuffled, 1,000 and 300 rows",
        3,
        PartName::Concept,
        "–",
        |g, r| {
            let [a, b] = apart(g, [1_000, 300], r);
            [a, b.with_labels_shuffled(0.3, r)]
        },
    ),
    whole(
        "a new word in 5 % of 300 rows, reference 1,000",
        0,
        |g, r| {
            let [a, b] = apart(g, [1_000, 300], r);
            [a, b.with_word("zupełnienowe", 0.05)]
        },
    ),
    whole(
        "a new word in 8 % of the new rows, half of the rows in the reference",
        0,
        |g, r| {
            let [a, b] = windows(g, [0..1_000, 800..1_200], r);
            let (old, new): (Vec<usize>, Vec<usize>) = (0..400).partition(|row| *row < 200);
            [
                a,
                b.select(&new)
                    .with_word("zupełnienowe", 0.08)
                    .followed_by(&b.select(&old)),
            ]
        },
    ),
];

const fn at_most(name: &'static str, classes: usize, draw: Draw) -> Scenario {
    Scenario {
        name,
        classes,
        draw,
        said: Count::Drift,
        wanted: "at most 5 %",
    }
}

const fn at_most_of(name: &'static str, classes: usize, part: PartName, draw: Draw) -> Scenario {
    Scenario {
        name,
        classes,
        draw,
        said: Count::Part(part),
        wanted: "at most 5 %",
    }
}

const fn found(
    name: &'static str,
    classes: usize,
    part: PartName,
    wanted: &'static str,
    draw: Draw,
) -> Scenario {
    Scenario {
        name,
        classes,
        draw,
        said: Count::Part(part),
        wanted,
    }
}

const fn whole(name: &'static str, classes: usize, draw: Draw) -> Scenario {
    Scenario {
        name,
        classes,
        draw,
        said: Count::Drift,
        wanted: "–",
    }
}

/// The class grows to twice its share, the others shrink alike.
pub fn doubled(classes: usize, class: usize) -> Generator {
    let mut shares = Generator::shares(classes);
    let sum: f64 = shares.iter().sum();
    let own = shares[class] / sum;
    for (at, share) in shares.iter_mut().enumerate() {
        *share *= if at == class {
            2.0
        } else {
            (1.0 - 2.0 * own) / (1.0 - own)
        };
    }
    Generator::new(&shares)
}

/// With a reference of so many rows and as many current ones as its report names for the rarest class: how often the
/// verdict is drift where that class has doubled. None where no number of rows would show it.
pub fn power_at_named_rows(reference: usize, classes: usize, times: u32) -> Option<(u64, u32)> {
    let generator = Generator::new(&Generator::shares(classes));
    let mut random = RandomState::new(7);
    let first = [
        generator.rows(reference, &mut random),
        generator.rows(8, &mut random),
    ];
    let named = report(&first, classes, Draws::NONE);
    let rarest = named
        .verdict
        .power
        .iter()
        .min_by_key(|class| class.at_this_size.reference)?;
    let class: usize = rarest.class[1..].parse().expect("c and a number");
    let rows = rarest.rows_needed?;
    let more = doubled(classes, class);
    let found = (0..times).filter(|&seed| {
        let mut random = RandomState::new(1_000 + seed);
        let rows = [
            generator.rows(reference, &mut random),
            more.rows(rows as usize, &mut random),
        ];
        let report = report(&rows, classes, Draws { seed, ..DRAWS });
        matches!(report.verdict.whole, Whole::Drift { .. })
    });
    Some((rows, found.count() as u32))
}
