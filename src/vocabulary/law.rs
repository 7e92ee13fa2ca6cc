//! The laws of queueing theory that a scenario may be held against, and what they predict.

use super::Word;
use super::word::words;

words! {
    /// A law of queueing theory.
    pub enum TheoryLaw("law") {
        /// Little's law, of gunicorn's queue and workers: requests there = requests a second x time there.
        Little = "little",
        /// Erlang's M/M/c: gunicorn's threads, with room for everybody who waits.
        Erlang = "m/m/c",
        /// M/M/c/K: the same with as much room as the accept queue has.
        Bounded = "m/m/c/k",
        /// Pollaczek and Khinchine's M/G/1: one thread, whatever its service times.
        AnyService = "m/g/1",
        /// M/M/c//N: users who think, before gunicorn's threads.
        Users = "m/m/c//n",
        /// The interactive response time law of users who think: a page's time = users / pages a second - think time.
        Interactive = "interactive",
    }
}

words! {
    /// What a law predicts.
    pub enum Prediction("prediction") {
        /// Requests in gunicorn's queue and workers, on average.
        Present = "present",
        /// How long a request is in gunicorn's queue and its worker, on average.
        Response = "response",
        /// How long a request waits in gunicorn's queue, on average.
        Wait = "wait",
        /// Requests in gunicorn's queue, on average.
        Waiting = "waiting",
        /// The share of the requests that wait at all.
        WaitingShare = "waiting-share",
        /// The share of their time that gunicorn's threads are busy.
        Utilisation = "utilisation",
        /// The share of the requests that find the accept queue full.
        RefusedShare = "refused-share",
        /// Answers of the application a second.
        Throughput = "throughput",
        /// How long a page takes, on average.
        PageTime = "page-time",
    }
}

impl TheoryLaw {
    /// What it is called in a table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Little => "Little's law, L = X W",
            Self::Erlang => "M/M/c (Erlang C)",
            Self::Bounded => "M/M/c/K",
            Self::AnyService => "M/G/1 (Pollaczek and Khinchine)",
            Self::Users => "M/M/c//N (users who think)",
            Self::Interactive => "interactive response time law, R = N / X - Z",
        }
    }

    /// What it predicts.
    pub const fn predictions(self) -> &'static [Prediction] {
        use Prediction::{
            PageTime, Present, RefusedShare, Response, Throughput, Utilisation, Wait, Waiting, WaitingShare,
        };
        match self {
            Self::Little => &[Present, Response],
            Self::Erlang => &[Utilisation, WaitingShare, Wait, Waiting, Response],
            Self::Bounded => &[RefusedShare, Throughput, Wait, Response],
            Self::AnyService => &[Wait, Waiting, Response],
            Self::Users => &[Throughput, Utilisation, Wait, Response],
            Self::Interactive => &[PageTime],
        }
    }

    /// Whether it is about users who think, else about visitors who come by themselves.
    pub const fn is_of_users(self) -> bool {
        matches!(self, Self::Users | Self::Interactive)
    }
}

impl Prediction {
    /// What it is called in a table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Present => "requests present",
            Self::Response => "queue and worker",
            Self::Wait => "wait in the queue",
            Self::Waiting => "requests in the queue",
            Self::WaitingShare => "share that waits",
            Self::Utilisation => "busy threads' share",
            Self::RefusedShare => "share that finds it full",
            Self::Throughput => "answers",
            Self::PageTime => "a page takes",
        }
    }

    /// The law's predictions, for a message.
    pub fn spellings_of(law: TheoryLaw) -> Vec<&'static str> {
        law.predictions().iter().map(|prediction| prediction.spelling()).collect()
    }
}
