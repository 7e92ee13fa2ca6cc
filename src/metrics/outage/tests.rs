//! Outages found in pages made by hand.

use super::*;

fn detector() -> OutageDetector {
    OutageDetector::new(OutageRule { over: SimDuration::from_secs(5), pages_min: 3, percent: 50 })
}

fn second(number: u64) -> SimTime {
    SimTime::from_secs(number)
}

const TOOK: SimDuration = SimDuration::from_millis(100);
const REFUSED: Option<Failure> = Some((FailureKind::ConnectionRefused, Blame { action: None, limit: None }));

#[test]
fn an_outage_runs_from_the_first_failed_page_to_the_first_good_one() {
    let mut detector = detector();
    for at in 0..60 {
        let number = detector.begin(second(at), Blame::default());
        detector.end(number, if (20..40).contains(&at) { REFUSED } else { None }, TOOK);
    }
    let [outage] = detector.outages() else { panic!("one outage: {:?}", detector.outages()) };
    assert_eq!((outage.from, outage.to), (second(20), Some(second(40))));
    assert_eq!(outage.first_symptom, FailureKind::ConnectionRefused);
}

#[test]
fn an_outage_that_flickers_is_one_outage() {
    let mut detector = detector();
    for at in 0..200 {
        let number = detector.begin(SimTime::from_nanos(at * 200_000_000), Blame::default());
        let fails = (50..150).contains(&at) && (at % 2 == 0 || (90..100).contains(&at));
        detector.end(number, if fails { REFUSED } else { None }, TOOK);
    }
    let [outage] = detector.outages() else { panic!("one outage: {:?}", detector.outages()) };
    assert!(outage.from >= second(10) && outage.to.is_some_and(|to| to <= second(31)), "{outage:?}");
}

#[test]
fn an_outage_ends_where_good_pages_begin_to_prevail_not_where_the_first_patient_visitor_came() {
    let mut detector = detector();
    for at in 0..600 {
        let number = detector.begin(SimTime::from_nanos(at * 100_000_000), Blame::default());
        // Out from 20 s; from 30 s on two of five come through, from 33 s on all.
        let fails = (200..300).contains(&at) || ((300..330).contains(&at) && at % 5 > 1);
        let stray = at == 170;
        detector.end(number, if fails || stray { REFUSED } else { None }, TOOK);
    }
    let [outage] = detector.outages() else { panic!("one outage: {:?}", detector.outages()) };
    assert_eq!(outage.from, second(20), "a stray failure before is no part of it");
    assert_eq!(outage.to, Some(second(33)));
}

#[test]
fn most_of_the_failed_pages_say_who_is_to_blame() {
    let mut detector = detector();
    let by = |action| Some((FailureKind::ConnectionRefused, Blame { action: Some(action), limit: None }));
    for at in 0..30 {
        let number = detector.begin(second(at), Blame::default());
        detector.end(number, if at < 10 { None } else { by(u16::from(at > 11)) }, TOOK);
    }
    assert_eq!(detector.outages()[0].blame.action, Some(1));
}

#[test]
fn a_stray_failure_is_no_outage_and_pages_may_end_in_any_order() {
    let mut detector = detector();
    let numbers: Vec<u64> = (0..25).map(|at| detector.begin(second(at), Blame::default())).collect();
    for number in numbers.iter().rev() {
        detector.end(*number, if *number == 12 { REFUSED } else { None }, TOOK);
    }
    assert!(detector.outages().is_empty());
    assert!(detector.waiting.is_empty() && detector.stretch.len() <= 6);
}

#[test]
fn a_page_that_never_ends_does_not_hide_an_outage() {
    let mut detector = detector();
    detector.begin(second(0), Blame::default());
    for at in 1..100 {
        let number = detector.begin(second(at), Blame::default());
        detector.end(number, if (60..80).contains(&at) { REFUSED } else { None }, TOOK);
    }
    assert!(detector.waiting.len() <= 31, "nor does it keep the others");
    let [outage] = detector.outages() else { panic!("one outage: {:?}", detector.outages()) };
    assert_eq!((outage.from, outage.to), (second(60), Some(second(80))));
}

#[test]
fn a_site_that_is_dead_at_the_end_is_out_even_if_nobody_has_given_up_yet() {
    let mut detector = detector();
    let plug = Blame { action: Some(0), limit: None };
    for at in 0..20 {
        let number = detector.begin(second(at), Blame::default());
        if at < 10 {
            detector.end(number, None, TOOK);
        }
    }
    assert!(detector.outages().is_empty());
    let outages = detector.outages_at(second(20), plug);
    assert_eq!(
        (outages.len(), outages[0].from, outages[0].to, outages[0].blame),
        (1, second(10), None, plug)
    );
}

#[test]
fn a_site_with_few_visitors_is_judged_by_its_last_three() {
    let mut detector = detector();
    for at in 0..10 {
        let number = detector.begin(second(at * 60), Blame::default());
        detector.end(number, if at >= 5 { REFUSED } else { None }, TOOK);
    }
    let [outage] = detector.outages() else { panic!("one outage") };
    assert_eq!((outage.from, outage.to), (second(300), None));
}

#[test]
fn what_had_piled_up_is_drained_once_a_page_takes_at_most_twice_as_long_as_pages_did() {
    let mut detector = detector();
    for at in 0..60 {
        let number = detector.begin(second(at), Blame::default());
        let millis = match at {
            40..45 => 1_000,
            45..50 => 201,
            50.. => 200,
            _ => 100,
        };
        let failure = if (20..40).contains(&at) { REFUSED } else { None };
        detector.end(number, failure, SimDuration::from_millis(millis));
    }
    let [outage] = detector.outages() else { panic!("one outage: {:?}", detector.outages()) };
    assert_eq!((outage.to, outage.drained), (Some(second(40)), Some(second(50))));
}
