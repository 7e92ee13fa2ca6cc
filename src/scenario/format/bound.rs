//! Where a measured value must lie: one of `"lt": "250ms"`, `"between": ["1s", "3s"]` and their like.

use serde_json::json;

use crate::scenario::block::Block;
use crate::scenario::code;
use crate::scenario::field::Field;
use crate::scenario::names::quoted;
use crate::scenario::plan::Bound;
use crate::scenario::read::{Read, within};
use crate::units::{Probability, Rate, SimDuration};
use crate::vocabulary::Quantity;

const OPERATORS: [(&str, &str); 9] = [
    ("lt", "Below."),
    ("lte", "At most."),
    ("gt", "Above."),
    ("gte", "At least."),
    ("eq", "Exactly."),
    ("between", "From the first to the second, both included."),
    ("around", "Within a tolerance of a value, in the same unit."),
    ("within_percent", "Within so many percent of a value."),
    ("in", "One of these."),
];

/// Reads the one operator in the block; without a quantity, which means that the metric is not known, its value is left
/// alone.
pub(super) fn read(block: &mut Block<'_>, quantity: Option<Quantity>) -> Option<Bound> {
    block.one_of_or("bound", &OPERATORS, instead_of_two, |operator, field| {
        let quantity = quantity?;
        match operator {
            "between" => between(field, quantity),
            "around" => field.open(|block| around(block, quantity))?,
            "within_percent" => field.open(|block| within_percent(block, quantity))?,
            "in" => one_of(field, quantity),
            _ => {
                let value = value(field, quantity)?;
                Some(match operator {
                    "lt" => Bound::Lt(value),
                    "lte" => Bound::Lte(value),
                    "gt" => Bound::Gt(value),
                    "gte" => Bound::Gte(value),
                    _ => Bound::Eq(value),
                })
            }
        }
    })
}

/// What to write instead of two bounds: a lower and an upper one are a stretch.
fn instead_of_two(first: &Field<'_>, second: &Field<'_>) -> String {
    let is_lower = |field: &Field<'_>| field.key().starts_with("gt");
    let (low, high) = if is_lower(first) { (first, second) } else { (second, first) };
    let written = |field: &Field<'_>| field.as_text().map(quoted).or(field.as_number().map(str::to_owned));
    match (written(low), written(high)) {
        (Some(smallest), Some(largest)) if is_lower(low) && high.key().starts_with("lt") => {
            format!("write \"between\": [{smallest}, {largest}], which includes both")
        }
        _ => "keep one of them".to_owned(),
    }
}

/// A value of a quantity, as a number in its smallest unit.
fn value(field: &Field<'_>, quantity: Quantity) -> Option<f64> {
    match quantity {
        Quantity::Time => SimDuration::read(field).map(|span| span.as_nanos() as f64),
        Quantity::Share => Probability::read(field).map(Probability::get),
        Quantity::Rate => Rate::read(field).map(Rate::get),
        Quantity::Count => within(field, &(0.0..=1e15)),
    }
}

fn between(field: &Field<'_>, quantity: Quantity) -> Option<Bound> {
    field.takes(|| json!({"minItems": 2, "maxItems": 2}));
    let values = values(field, quantity)?;
    let [low, high] = values[..] else {
        let message = format!("a list of {} instead of 2", values.len());
        field.error(code::WRONG_FORM, message, "write the smallest and the largest value in [ ]");
        return None;
    };
    if low > high {
        field.error(code::WRONG_ORDER, "the first is larger than the second", "write the smaller one first");
    }
    Some(Bound::Between(low, high))
}

fn one_of(field: &Field<'_>, quantity: Quantity) -> Option<Bound> {
    field.takes(|| json!({"minItems": 1}));
    let values = values(field, quantity)?;
    if values.is_empty() {
        field.error(code::EMPTY, "no value would do", "write at least one value in [ ]");
    }
    Some(Bound::In(values))
}

fn values(field: &Field<'_>, quantity: Quantity) -> Option<Vec<f64>> {
    let values: Vec<_> = field.items()?.iter().map(|item| value(item, quantity)).collect();
    values.into_iter().collect()
}

fn around(block: &mut Block<'_>, quantity: Quantity) -> Option<Bound> {
    block.about("The middle.");
    let middle = block.required("value").and_then(|field| value(&field, quantity));
    block.about("The distance allowed.");
    let tolerance = block.required("tolerance").and_then(|field| value(&field, quantity));
    Some(Bound::Around { value: middle?, tolerance: tolerance? })
}

fn within_percent(block: &mut Block<'_>, quantity: Quantity) -> Option<Bound> {
    block.about("The middle.");
    let middle = block.required("value").and_then(|field| value(&field, quantity));
    block.about("The distance allowed, in percent of the middle.");
    let percent = block.need_within("percent", 0.0..=1_000.0);
    Some(Bound::WithinPercent { value: middle?, percent: percent? })
}
