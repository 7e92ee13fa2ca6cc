//! A law of chance: `"20ms"` is always the same, `{"exponential": {"mean": "20ms"}}` and its like vary.

use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::read::Read;
use crate::topology::settings::Distribution;
use crate::units::SimDuration;

const LAWS: [(&str, &str); 6] = [
    ("uniform", "Every span between two is as likely."),
    ("exponential", "Without memory, as the gaps of a Poisson process are."),
    ("log_normal", "Skewed to the right, as people's patience and the work of requests are."),
    ("pareto", "A heavy tail."),
    ("erlang", "A sum of exponential stages: less variable than one."),
    ("empirical", "One of these spans, each as likely."),
];
const ACCEPTED: &str = "a span such as \"20ms\", or a law such as {\"exponential\": {\"mean\": \"20ms\"}}";

impl Read for Distribution {
    fn read(field: &Field<'_>) -> Option<Self> {
        let law = field.defined("distribution", |field| {
            field.about("A span that is always the same, or a law of chance.");
            field.object_or(|field| field.open(law)?, constant)
        })?;
        if let Err(problem) = law.check() {
            field.error(code::OUT_OF_RANGE, problem, "change the parameters of this law");
            return None;
        }
        Some(law)
    }
}

fn constant(field: &Field<'_>) -> Option<Distribution> {
    if !field.is_quantity() {
        field.wrong_type(ACCEPTED);
        return None;
    }
    SimDuration::read(field).map(Distribution::Constant)
}

fn law(block: &mut Block<'_>) -> Option<Distribution> {
    block.one_of("law", &LAWS, |name, field| match name {
        "uniform" => field.open(uniform)?,
        "exponential" => field.open(exponential)?,
        "log_normal" => field.open(log_normal)?,
        "pareto" => field.open(pareto)?,
        "erlang" => field.open(erlang)?,
        _ => {
            field.takes(|| json!({"minItems": 1}));
            Vec::read(field).map(|spans| Distribution::Empirical(spans.into()))
        }
    })
}

fn uniform(block: &mut Block<'_>) -> Option<Distribution> {
    block.about("The shortest.");
    let low = block.need("low");
    block.about("The longest.");
    let high = block.need("high");
    Some(Distribution::Uniform { low: low?, high: high? })
}

fn exponential(block: &mut Block<'_>) -> Option<Distribution> {
    block.about("The mean.");
    Some(Distribution::Exponential { mean: block.need("mean")? })
}

fn log_normal(block: &mut Block<'_>) -> Option<Distribution> {
    block.about("The median; the mean is larger.");
    let median = block.need("median");
    block.about("The standard deviation of the logarithm.");
    let sigma = block.need_within("sigma", 0.0..=10.0);
    Some(Distribution::LogNormal { median: median?, sigma: sigma? })
}

fn pareto(block: &mut Block<'_>) -> Option<Distribution> {
    block.about("The shortest; above zero.");
    let scale = block.need("scale");
    block.about("The smaller, the heavier the tail.");
    let shape = block.required("shape").and_then(|field| {
        let shape = f64::read(&field);
        field.takes(|| json!({"exclusiveMinimum": 0}));
        shape
    });
    Some(Distribution::Pareto { scale: scale?, shape: shape? })
}

fn erlang(block: &mut Block<'_>) -> Option<Distribution> {
    block.about("How many exponential stages follow one another.");
    let stages = block.need_within("stages", 1..=Distribution::STAGES_MAX);
    block.about("The mean of them all together.");
    let mean = block.need("mean");
    Some(Distribution::Erlang { stages: stages?, mean: mean? })
}
