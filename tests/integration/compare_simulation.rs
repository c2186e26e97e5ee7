//! How often the rules of the gate pass and fail where it is known which they should, in short; `./dev calibrate gate` has the
//! whole table.

use dryf::pipeline::compare::{Rule, Score};

#[path = "../calibrate/gates.rs"]
#[allow(dead_code)]
mod gates;

use gates::{Rates, World, worlds};

const TIMES: u32 = 100;
/// Of 100 simulations of an event of 2.5 % more than 8 happen in 1 of 1,000.
const RARE: u32 = 8;

fn judged(world: &World, rules: &[Rule]) -> Vec<Rates> {
    world.judge(600, 300, TIMES, rules)
}

/// The gain that is asked for is required: a line above the truth passes rarely, one below it fails rarely.
#[test]
fn a_rule_passes_below_its_line_as_rarely_as_it_says() {
    for world in worlds(0.03) {
        for score in [Score::F1Micro, Score::F1Macro] {
            let found = judged(
                &world,
                &[-0.02, 0.0, 0.02].map(|above| world.better(score.clone(), above)),
            );
            println!("{} {score:?}: {found:?}", world.name);
            let [below, at, above] = &found[..] else {
                panic!("three rules");
            };
            assert!(at.pass <= RARE && at.fail <= RARE, "{at:?}");
            assert!(above.pass <= 2 && below.fail <= 2, "{above:?} {below:?}");
            assert!(below.pass > at.pass && above.fail > at.fail, "{found:?}");
        }
    }
}

/// A gain of 0.4 points where 2 are asked for.
#[test]
fn a_gain_that_is_too_small_does_not_pass_however_many_rows_there_are() {
    let [world, ..] = &worlds(0.004)[..] else {
        panic!("there are some");
    };
    let rule = Rule::Better {
        any_of: vec![Score::F1Micro],
        min_gain: 0.02,
    };
    let found = world.judge(20_000, 10, 20, &[rule]);
    assert_eq!((found[0].pass, found[0].fail), (0, 20));
}

#[test]
fn a_candidate_at_the_margin_passes_and_fails_rarely() {
    for mut world in worlds(0.0) {
        world.gain = -0.02;
        let rules = [0.02, 0.06, 0.005].map(|margin| Rule::NotInferior { margin });
        let found = judged(&world, &rules);
        println!("{}: {found:?}", world.name);
        assert!(found[0].pass <= RARE && found[0].fail <= RARE, "{found:?}");
        // Within the margin it is never said to be beyond it, and the other way round.
        assert!(found[1].fail == 0 && found[2].pass <= 2, "{found:?}");
        assert!(found[1].pass > TIMES / 2, "{found:?}");
    }
}

#[test]
fn equal_models_pass_as_rarely_where_any_score_will_do() {
    for world in worlds(0.0) {
        let found = judged(&world, &[world.any()]);
        println!("{}: {found:?}", world.name);
        assert!(found[0].pass <= RARE, "{}: {found:?}", world.name);
    }
}
