//! A lab whose site has two thousand requests in flight.

use lonebox::scenario;
use lonebox::units::SimTime;
use lonebox::visual::desk::Command;
use lonebox::visual::lab::Lab;

/// How many requests there must be.
const IN_FLIGHT: usize = 2_000;
/// From here on there are [s].
const FULL: u64 = 40;

/// A site with more visitors than it can serve, who wait.
pub(crate) fn crowded() -> Lab {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/14-saturation.json");
    let text = std::fs::read_to_string(path).expect("the saturated site is shipped");
    let mut file: serde_json::Value = serde_json::from_str(&text).expect("a scenario");
    file["run"] = serde_json::json!({"seed": 1, "duration": "10min"});
    file["visitors"]["arrivals"] = serde_json::json!({"users": {"count": 2_120, "think_time": "100ms"}});
    file["visitors"]["patience"] = serde_json::json!("forever");
    file["server"]["nginx"] = serde_json::json!({"worker_connections": 8_192});
    file["server"]["gunicorn"]["backlog"] = serde_json::json!(4_000);
    for block in ["windows", "class", "timeline"] {
        file.as_object_mut().expect("an object").remove(block);
    }
    file["expect"] =
        serde_json::json!([{"metric": {"name": "pages.success", "gte": "50%", "window": "all"}}]);
    let text = file.to_string();
    assert!(scenario::read(&text).is_ok(), "{:?}", scenario::read(&text).err());
    let mut lab = Lab::open("crowded", &text).expect("a valid scenario");
    lab.obey(Command::GoTo(SimTime::from_secs(FULL)));
    lab.catch_up();
    lab
}

/// Begins again with the full site where the run is over.
pub(crate) fn keep_going(lab: &mut Lab) {
    if lab.playback().is_over() {
        lab.obey(Command::GoTo(SimTime::from_secs(FULL)));
        lab.catch_up();
        lab.obey(Command::Play);
    }
}

/// Requests under way, of which there must be enough.
pub(crate) fn in_flight(lab: &Lab) -> usize {
    let view = lab.view();
    // Beyond two thousand, a dot stands for several.
    let in_flight = view.close_up.requests.len() * view.close_up.one_in as usize;
    assert!(in_flight >= IN_FLIGHT, "{in_flight}");
    in_flight
}
