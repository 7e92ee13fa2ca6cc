//! What a teacher does with a scenario in front of a class.

use serde::{Deserialize, Serialize};

use crate::units::SimTime;
use crate::vocabulary::Curve;

/// What a teacher does with a scenario in front of a class: say what it is about, let everybody predict, run, compare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// The parts of the course that it is about.
    pub sections: Vec<String>,
    /// How long it takes \[min\]. Default 10.
    pub minutes: u32,
    /// What everybody should be able to say afterwards.
    pub objective: String,
    /// From when on the class sees the site. Default the beginning.
    pub start_at: SimTime,
    /// What the class may do to the site.
    pub controls: Vec<Control>,
    /// What the class says before it is shown.
    pub questions: Vec<Question>,
    /// What is said afterwards, with figures of the run in braces.
    pub debrief: String,
}

impl Default for Class {
    fn default() -> Self {
        Self {
            sections: Vec::new(),
            minutes: 10,
            objective: String::new(),
            start_at: SimTime::ZERO,
            controls: Vec::new(),
            questions: Vec::new(),
            debrief: String::new(),
        }
    }
}

/// Something that the class may do to the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Control {
    /// An action.
    Act {
        /// What the button says; without it, what the action is called.
        label: Option<String>,
        /// The action as a timeline writes it, without its time.
        deed: String,
    },
    /// A setting.
    Knob {
        /// What stands beside it; without it, the setting's name.
        label: Option<String>,
        /// Its path.
        path: String,
    },
}

/// Something that the class predicts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What is asked.
    pub ask: String,
    /// How it is answered.
    pub answer: Answer,
    /// What is said once everybody has answered.
    pub because: String,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// By choosing.
    Choose {
        /// What is given to choose from.
        choices: Vec<String>,
        /// The right one's place among them.
        right: usize,
    },
    /// By drawing how it goes over the run.
    Draw(Curve),
}
