//! Flips in the engine's comparison: counted for both models by the writings that rules name, and judged in the archive.

use dryf::jobs::protocol::{CompareRequest, GateRequest};
use dryf::jobs::{JobSpec, Outcome};
use dryf::mlflow::Archive;
use dryf::pipeline::compare::{Rule, Rules};
use dryf::pipeline::corpus::NamedBytes;
use dryf::pipeline::robustness::{Perturbation, RobustnessWork, answers};

use crate::compare_jobs::{attachment, compare, few, with_both};
use crate::support::demo_data;

/// Both models are asked in the writings that are named, and nothing else of the comparison changes; the gate in the archive
/// goes by them.
#[test]
fn flips_are_those_of_the_writings_that_rules_name() {
    let mut client = with_both();
    let plain = compare(&mut client);
    assert!(plain.flips.is_empty());
    let rules = Rules {
        rules: vec![Rule::Robust {
            of: Perturbation::Typos,
            max: 0.5,
        }],
        ..Rules::default()
    };
    let JobSpec::Compare(request) = few(&client) else {
        panic!("it is a comparison");
    };
    let spec = JobSpec::Compare(CompareRequest {
        writings: rules.writings(),
        ..request
    });
    let Ok(Outcome::Compare(card)) = client.ask(spec) else {
        panic!("no comparison");
    };
    assert_eq!(card.comparison, plain.comparison);
    let writings: Vec<_> = card.flips.keys().copied().collect();
    assert_eq!(writings, [Perturbation::Typos]);

    let build = JobSpec::BuildArchive {
        run: client.run(),
        include_texts: false,
    };
    let zip = attachment(&mut client, build, Vec::new()).unwrap();
    let request = GateRequest {
        compare: card.id,
        rules,
        resources: None,
        name: "run.zip".into(),
    };
    let gated = attachment(&mut client, JobSpec::GateArchive(request), zip).unwrap();
    let file = NamedBytes {
        name: "run.zip".into(),
        bytes: gated,
    };
    let archive = Archive::read(&file).expect("it is whole");
    let gate = archive
        .files
        .iter()
        .find(|(path, _)| path.ends_with("gate/gate.json"));
    let gate = String::from_utf8(gate.expect("it has a gate").1.clone()).unwrap();
    assert!(gate.contains("within-budget"), "{gate}");

    // Another way to the same count: the model of the archive, and all texts at once.
    let data = demo_data();
    let test = data.test.as_ref().unwrap();
    let model = archive.model().unwrap().prepare().unwrap();
    let writings = [Perturbation::Typos];
    let mut work = RobustnessWork::new(&data.classes, &data.classes, &writings, 7);
    work.add(&test.texts, &test.labels, |texts| answers(&model, texts));
    let flips = card.flips[&Perturbation::Typos];
    let counted = work.so_far().perturbations[0].all;
    assert_eq!((flips.candidate, flips.rows), (counted.flipped, 300));
    assert!(flips.candidate + flips.production > 0, "{flips:?}");
}
