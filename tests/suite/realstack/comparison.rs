//! One measured figure beside what the simulator gives. Every experiment is a list of these.

/// How a figure may be used, as those who measured graded it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    /// Exact, or to be met within the tolerance.
    A,
    /// Only its shape.
    B,
}

/// A measured figure, a simulated one, and where this must lie.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    pub(crate) experiment: &'static str,
    pub(crate) grade: Grade,
    /// What is compared, with its unit; the repetitions of an experiment have the same.
    pub(crate) what: String,
    pub(crate) measured: f64,
    pub(crate) simulated: f64,
    /// The tolerance, in words.
    pub(crate) tolerance: String,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Comparison {
    /// How far the simulated figure is from the middle, in tolerances: up to 1 it is met.
    pub(crate) fn distance(&self) -> f64 {
        let (middle, half) = (f64::midpoint(self.low, self.high), (self.high - self.low) / 2.0);
        let off = (self.simulated - middle).abs();
        if off == 0.0 { 0.0 } else { off / half }
    }

    /// Whether it lies where it must. (The figures are quotients of whole numbers: their last bit says nothing.)
    pub(crate) fn is_met(&self) -> bool {
        self.distance() <= 1.0 + 1e-9
    }
}

/// The comparisons of one experiment.
pub(crate) struct Experiment {
    name: &'static str,
    pub(crate) found: Vec<Comparison>,
}

impl Experiment {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, found: Vec::new() }
    }

    fn push(&mut self, grade: Grade, what: &str, pair: [f64; 2], tolerance: String, range: [f64; 2]) {
        let ([measured, simulated], [low, high]) = (pair, range);
        let what = what.to_owned();
        let experiment = self.name;
        self.found.push(Comparison { experiment, grade, what, measured, simulated, tolerance, low, high });
    }

    /// Within so much of what was measured.
    pub(crate) fn near(&mut self, grade: Grade, what: &str, pair: [f64; 2], tolerance: f64) {
        let range = [pair[0] - tolerance, pair[0] + tolerance];
        let words = if tolerance == 0.0 { "exactly".to_owned() } else { format!("± {}", figure(tolerance)) };
        self.push(grade, what, pair, words, range);
    }

    /// Within so many percent of what was measured, or so much, whichever is more.
    pub(crate) fn within(&mut self, grade: Grade, what: &str, pair: [f64; 2], percent: f64, least: f64) {
        let tolerance = (pair[0] * percent / 100.0).max(least);
        let or = if least > 0.0 { format!(" or {}", figure(least)) } else { String::new() };
        let range = [pair[0] - tolerance, pair[0] + tolerance];
        self.push(grade, what, pair, format!("± {percent} %{or}"), range);
    }

    /// Between two ends, in which what was measured lies too.
    pub(crate) fn between(&mut self, grade: Grade, what: &str, pair: [f64; 2], range: [f64; 2]) {
        let words = format!("{} to {}", figure(range[0]), figure(range[1]));
        self.push(grade, what, pair, words, range);
    }
}

/// A figure in as many places as say something.
pub(crate) fn figure(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size.fract() <= 0.0 => format!("{value:.0}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}
