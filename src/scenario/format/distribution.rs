//! A law of chance: `"20ms"` is always the same, `{"exponential": {"mean": "20ms"}}` and its like vary.

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::read::Read;
use crate::topology::settings::Distribution;
use crate::units::SimDuration;

const LAWS: [&str; 6] = ["uniform", "exponential", "log_normal", "pareto", "erlang", "empirical"];
const ACCEPTED: &str = "a span such as \"20ms\", or a law such as {\"exponential\": {\"mean\": \"20ms\"}}";

impl Read for Distribution {
    fn read(field: &Field<'_>) -> Option<Self> {
        let law = if field.is_object() {
            field.open(law)??
        } else if field.as_text().is_some() || field.as_number().is_some() {
            Self::Constant(SimDuration::read(field)?)
        } else {
            field.wrong_type(ACCEPTED);
            return None;
        };
        if let Err(problem) = law.check() {
            field.error(code::OUT_OF_RANGE, problem, "change the parameters of this law");
            return None;
        }
        Some(law)
    }
}

fn law(block: &mut Block<'_>) -> Option<Distribution> {
    let (name, field) = block.one_of("law", &LAWS)?;
    match name {
        "empirical" => Vec::read(&field).map(|spans| Distribution::Empirical(spans.into())),
        _ => field.open(|parameters| with_parameters(name, parameters))?,
    }
}

fn with_parameters(name: &str, block: &mut Block<'_>) -> Option<Distribution> {
    Some(match name {
        "uniform" => {
            let (low, high) = (block.need("low"), block.need("high"));
            Distribution::Uniform { low: low?, high: high? }
        }
        "exponential" => Distribution::Exponential { mean: block.need("mean")? },
        "log_normal" => {
            let (median, sigma) = (block.need("median"), block.need("sigma"));
            Distribution::LogNormal { median: median?, sigma: sigma? }
        }
        "pareto" => {
            let (scale, shape) = (block.need("scale"), block.need("shape"));
            Distribution::Pareto { scale: scale?, shape: shape? }
        }
        _ => {
            let (stages, mean) = (block.need("stages"), block.need("mean"));
            Distribution::Erlang { stages: stages?, mean: mean? }
        }
    })
}
