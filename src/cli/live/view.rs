//! What a picture shows: the site now, and what has been noticed of it so far.

use crate::metrics::Entry;
use crate::scenario::Plan;
use crate::snapshot::{Site, Standing};
use crate::units::SimTime;

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

/// Whoever watches: remembers since when the site has been as it is, and what happened last.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    site: Option<Site>,
    standing: Standing,
    since: SimTime,
    happenings: Vec<Entry>,
}

impl Watch {
    /// Nothing has been seen yet.
    pub(super) fn new() -> Self {
        Self { site: None, standing: Standing::Unseen, since: SimTime::ZERO, happenings: Vec::new() }
    }

    /// Notes how the site stands. This is done at whole seconds of the simulated clock, whenever pictures are drawn, so
    /// that whoever plays the same run twice is told the same.
    pub(super) fn note(&mut self, site: &Site) {
        let standing = Standing::of(site);
        if self.standing != standing {
            (self.standing, self.since) = (standing, site.now);
        }
    }

    /// Takes a look.
    pub(super) fn look(&mut self, site: Site, chronicle: &[Entry]) {
        self.happenings = chronicle.to_vec();
        self.site = Some(site);
    }

    /// What a picture shows; nothing before the first look.
    pub(super) fn view<'a>(&'a self, plan: &'a Plan) -> Option<View<'a>> {
        let site = self.site.as_ref()?;
        Some(View { plan, site, standing: self.standing, since: self.since, happenings: &self.happenings })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample;

    #[test]
    fn what_was_noted_stands_until_the_next_whole_second() {
        let plan = sample::plan();
        let mut watch = Watch::new();
        let at = |site: Site, second| Site { now: SimTime::from_secs(second), ..site };
        watch.note(&at(sample::busy_site(), 3));
        watch.look(sample::dark_site(), &[]);
        let view = watch.view(&plan).expect("a look was taken");
        assert_eq!((view.standing, view.since), (Standing::Up, SimTime::from_secs(3)));
        watch.note(&at(sample::dark_site(), 4));
        watch.note(&at(sample::dark_site(), 5));
        let view = watch.view(&plan).expect("a look was taken");
        assert_eq!((view.standing, view.since), (Standing::Down, SimTime::from_secs(4)));
    }
}
