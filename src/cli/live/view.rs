//! What a picture shows: the site now, and what has been noticed of it so far.

use crate::metrics::Entry;
use crate::scenario::Plan;
use crate::snapshot::{Power, ProcessState, Site};
use crate::units::SimTime;
use crate::vocabulary::SiteState;

/// Everything that a picture is drawn from.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    /// The scenario.
    pub(super) plan: &'a Plan,
    /// The site now.
    pub(super) site: &'a Site,
    /// How it stands.
    pub(super) standing: Standing,
    /// When that became so.
    pub(super) since: SimTime,
    /// What happened to it, the newest last.
    pub(super) happenings: &'a [Entry],
}

/// How the site stands, for its visitors and for whoever would come now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nobody has seen it yet.
    Unseen,
    /// Pages come as they should.
    Up,
    /// More than a few pages fail.
    Degraded,
    /// Nobody gets in, but those who wait have not given up yet, so that hardly a page has failed.
    DownUnnoticed,
    /// At least half of the pages fail.
    Down,
}

impl Standing {
    /// How `site` stands: visitors learn of a dead machine only when their patience ends.
    pub(super) fn of(site: &Site) -> Self {
        let open = site.host.power == Power::On && site.web_server.state == ProcessState::Running;
        match site.state {
            SiteState::Down => Self::Down,
            _ if !open => Self::DownUnnoticed,
            SiteState::Unknown => Self::Unseen,
            SiteState::Up => Self::Up,
            SiteState::Degraded => Self::Degraded,
        }
    }
}

/// Whoever watches: remembers since when the site has been as it is, and what happened last.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    site: Option<Site>,
    since: SimTime,
    happenings: Vec<Entry>,
}

impl Watch {
    /// Nothing has been seen yet.
    pub(super) fn new() -> Self {
        Self { site: None, since: SimTime::ZERO, happenings: Vec::new() }
    }

    /// Takes a look.
    pub(super) fn look(&mut self, site: Site, chronicle: &[Entry]) {
        if self.site.as_ref().map(Standing::of) != Some(Standing::of(&site)) {
            self.since = site.now;
        }
        self.happenings = chronicle.to_vec();
        self.site = Some(site);
    }

    /// What a picture shows; nothing before the first look.
    pub(super) fn view<'a>(&'a self, plan: &'a Plan) -> Option<View<'a>> {
        let site = self.site.as_ref()?;
        Some(View {
            plan,
            site,
            standing: Standing::of(site),
            since: self.since,
            happenings: &self.happenings,
        })
    }
}
