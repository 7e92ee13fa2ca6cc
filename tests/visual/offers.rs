//! What a button offers is what a file can say.

use std::fs;

use lonebox::study::Recording;
use lonebox::units::{SimDuration, SimTime};
use lonebox::visual::offers::{deed, lasts, offers, parameters};
use lonebox::vocabulary::{ActionName, Word};

use super::moment::SITE;

fn shipped() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let files = fs::read_dir(folder).expect("the scenarios").map(|entry| entry.expect("a file").path());
    let files = files.filter(|path| path.extension().is_some_and(|kind| kind == "json"));
    files.map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("a text"))).collect()
}

#[test]
fn every_offer_is_read_without_a_mistake_on_each_shipped_scenario() {
    for (file, text) in shipped() {
        let (recording, plan) = Recording::open(&text).expect("a valid scenario");
        let offered = offers(&plan);
        assert!(offered.len() > 15, "{file}: {} offers", offered.len());
        for offer in offered {
            let action = recording.clone().act(SimTime::from_nanos(1), &offer.deed);
            let action = action.unwrap_or_else(|mistakes| panic!("{file}: {}: {mistakes:?}", offer.deed));
            assert_eq!(action.deed.name(), offer.name, "{file}: {}", offer.deed);
        }
    }
}

/// Every choice of every parameter, lasting and not.
#[test]
fn whatever_is_chosen_about_a_deed_is_read_without_a_mistake_or_a_doubt() {
    // With a certificate that can expire.
    let site = SITE.replace(r#""ttl": "5min""#, r#""ttl": "5min", "scheme": "https""#);
    let mut tried = 0;
    let offered = |name: &ActionName| !matches!(name, ActionName::Configure | ActionName::Repair);
    for name in ActionName::ALL.iter().copied().filter(offered) {
        for chosen in choices(name) {
            for lasting in [Some(SimDuration::from_secs(120)), None] {
                let deed = deed(name, &chosen, lasting);
                let at = SimTime::from_secs(170);
                let read = lonebox::scenario::read(&lonebox::scenario::with_action(&site, at, &deed));
                let reading = read.unwrap_or_else(|mistakes| panic!("{deed}: {mistakes:?}"));
                assert!(reading.warnings.is_empty(), "{deed}: {:?}", reading.warnings);
                assert_eq!(
                    deed.contains("\"for\": \"120s\""),
                    lasting.is_some() && lasts(name, &chosen),
                    "{deed}"
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 60, "{tried}");
}

fn choices(name: ActionName) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for parameter in parameters(name) {
        all = all
            .into_iter()
            .flat_map(|chosen: Vec<usize>| {
                (0..parameter.choices.len()).map(move |place| [chosen.clone(), vec![place]].concat())
            })
            .collect();
    }
    all
}

#[test]
fn a_crowd_is_offered_only_where_visits_come_at_a_rate() {
    let users = SITE.replace(
        r#"{"poisson": {"rate": "20/s"}}"#,
        r#"{"users": {"count": 5, "think_time": {"exponential": {"mean": "3s"}}}}"#,
    );
    let has_spike = |text: &str| {
        let (_, plan) = Recording::open(text).expect("a valid scenario");
        offers(&plan).iter().any(|offer| offer.name == ActionName::Spike)
    };
    assert!(has_spike(SITE));
    assert!(!has_spike(&users));
}
