//! Settings of the application files: what can be asked for and what answering it takes.

use serde::{Deserialize, Serialize};

use crate::engine::Distribution;
use crate::units::{Bytes, Probability, SimDuration};
use crate::vocabulary::RequestClass;

/// The application: its routes, the pages made of them, and how long its code takes to import.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Everything that can be asked for.
    pub routes: Vec<Route>,
    /// What visitors look at: a document and its files.
    pub pages: Vec<Page>,
    /// The tables of the database that queries name; the first is that of queries which name none.
    pub tables: Vec<String>,
    /// How long a worker takes to import the code. Default 1 s.
    pub import_time: SimDuration,
    /// Memory that a worker loses for good with each request. Default none.
    pub leak: Bytes,
}

/// A release of the code, as a deploy brings it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Release {
    /// As the application's settings say.
    #[default]
    Good,
    /// It cannot be imported: an error in the code, a module that is missing.
    Broken,
    /// It takes so long to import.
    Slow {
        /// How long.
        import_time: SimDuration,
    },
    /// Each request leaves memory behind in its worker.
    Leaking {
        /// How much.
        leak: Bytes,
    },
}

/// Something that can be asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Route {
    /// Its path, as in the URL.
    pub path: String,
    /// The size of its answer, headers included.
    pub size: Bytes,
    /// The size of the request's body, which a POST brings along; zero: a GET. Default none.
    pub body: Bytes,
    /// What answering it takes; a static file takes nothing but nginx.
    pub work: Work,
}

/// What answering a route takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Work {
    /// A file, sent by nginx alone.
    Static,
    /// A gunicorn worker runs this.
    Dynamic(Dynamic),
}

/// What a worker does for a request: code, then queries one after another, then a wait.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dynamic {
    /// CPU time of the code. Default 10 ms.
    pub cpu: Distribution,
    /// Time that is neither CPU nor MySQL: a remote call, a sleep. Default none.
    pub wait: Distribution,
    /// How many queries, one after another. Default none.
    pub queries: u32,
    /// What each query takes.
    pub query: Query,
    /// How often the code fails. Default never.
    pub failure_rate: Probability,
    /// Whether it is in C code that does not let go: no signal but SIGKILL ends it. Default no.
    pub uninterruptible: bool,
}

/// What a query takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// CPU time in mysqld. Default 1 ms.
    pub cpu: Distribution,
    /// Pages read; each comes from the buffer pool or, if it is not there, from the disk. Default 20.
    pub page_reads: u32,
    /// Redo written; zero for a query that only reads. Default none.
    pub redo: Bytes,
    /// The table's place in the list. Default the first.
    pub table: u16,
    /// It locks one of so many rows of the table, each equally likely, until its request's last query; one is a counter
    /// that everybody changes. Default none: what it writes nobody else wants.
    pub locks_row_of: u32,
}

impl Query {
    /// Whether it changes anything.
    pub fn writes(&self) -> bool {
        self.redo > Bytes::ZERO || self.locks_row_of > 0
    }
}

/// What a visitor looks at: a document and the files it names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// What it is called in the file.
    pub name: String,
    /// The document's place in the list of routes.
    pub document: u16,
    /// The files' places in the list of routes.
    pub files: Vec<u16>,
}

impl Route {
    /// Who answers it.
    pub fn class(&self) -> RequestClass {
        match self.work {
            Work::Static => RequestClass::Static,
            Work::Dynamic(_) => RequestClass::Dynamic,
        }
    }
}

impl Route {
    /// What a worker runs for it; nothing if it is a file.
    pub fn dynamic(&self) -> Option<&Dynamic> {
        match &self.work {
            Work::Static => None,
            Work::Dynamic(work) => Some(work),
        }
    }
}

impl Dynamic {
    /// Mean \[s\] and variance \[s²\] of what it takes by its laws alone: code, wait and the queries' CPU, when nobody else is there
    /// and every page is in memory; nothing where they are infinite.
    pub fn moments(&self) -> Option<(f64, f64)> {
        let of = |law: &Distribution, times: u32| {
            let (mean, times) = (law.mean()?.as_secs_f64(), f64::from(times));
            Some((times * mean, times * law.squared_variation()? * mean * mean))
        };
        let parts = [of(&self.cpu, 1)?, of(&self.wait, 1)?, of(&self.query.cpu, self.queries)?];
        Some(parts.into_iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1)))
    }
}

impl Default for Dynamic {
    fn default() -> Self {
        Self {
            cpu: Distribution::Constant(SimDuration::from_millis(10)),
            wait: Distribution::Constant(SimDuration::ZERO),
            queries: 0,
            query: Query::default(),
            failure_rate: Probability::ZERO,
            uninterruptible: false,
        }
    }
}

impl Default for Query {
    fn default() -> Self {
        Self {
            cpu: Distribution::Constant(SimDuration::from_millis(1)),
            page_reads: 20,
            redo: Bytes::ZERO,
            table: 0,
            locks_row_of: 0,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        let document = Route {
            path: "/".to_owned(),
            size: Bytes::from_kib(14),
            body: Bytes::ZERO,
            work: Work::Dynamic(Dynamic::default()),
        };
        let page = Page { name: "home".to_owned(), document: 0, files: Vec::new() };
        Self {
            routes: vec![document],
            pages: vec![page],
            tables: vec!["main".to_owned()],
            import_time: SimDuration::from_secs(1),
            leak: Bytes::ZERO,
        }
    }
}
