//! Pressing reload: the page is asked for anew, by the same visitor in the same visit.
//!
//! ```text
//! load --good--> the visit is over
//!  |  takes too long, or fails: reload pressed as often as may be? --yes--> it ends, or goes on, as it is
//!  '<-- connections are dropped (nginx writes 499) <----------------no
//! ```

use super::super::context::Context;
use super::super::event::{ClientEvent, Event};
use super::super::id::VisitId;
use super::super::request::Part;
use super::Client;
use super::crowd::settings_of;
use super::page::page_of;
use crate::engine::Distribution;

impl Client {
    /// A load of the page begins: the visitor presses reload if it takes too long.
    pub(super) fn begin_load(&mut self, visit: VisitId, context: &mut Context<'_>) {
        let group = self.visits.get(visit.0).expect("a page is loaded in a visit").group;
        if let Some(after) = &settings_of(context, group).reload_after {
            self.reload_in(visit, after, context);
        }
    }

    /// Everything of the page has come or failed: the visit is over, unless the visitor presses reload at what there is to
    /// see.
    pub(super) fn end_load(&mut self, id: VisitId, context: &mut Context<'_>) {
        let visit = self.visits.get_mut(id.0).expect("a page is loaded in a visit");
        let settings = settings_of(context, visit.group);
        let failed = visit.failure.is_some() && visit.reloads < settings.reloads_max;
        match settings.reload_on_error.as_ref().filter(|_| failed) {
            Some(after) => {
                visit.files_begun = page_of(context, visit.page).files.len() as u16;
                self.reload_in(id, after, context);
            }
            None => self.end_visit(id, context),
        }
    }

    /// The visitor will press reload, unless that has been done often enough.
    fn reload_in(&mut self, id: VisitId, after: &Distribution, context: &mut Context<'_>) {
        let visit = self.visits.get(id.0).expect("a page is loaded in a visit");
        let (group, reloads, before) = (visit.group, visit.reloads, visit.reload);
        context.agenda.cancel(before);
        if reloads < settings_of(context, group).reloads_max {
            let span = after.sample(&mut self.crowd(group).reload);
            let reload = context.agenda.after(span, Event::Client(ClientEvent::Reloads { visit: id }));
            self.visits.get_mut(id.0).expect("seen above").reload = reload;
        }
    }

    /// The visitor presses reload: what is under way is dropped, and the page is asked for anew.
    // Simplified: files that have come already are asked for again; a browser would have most of them in its cache.
    pub(super) fn reload(&mut self, id: VisitId, context: &mut Context<'_>) {
        self.drop_requests(id, context);
        let visit = self.visits.get_mut(id.0).expect("the appointment is cancelled at the end");
        (visit.reloads, visit.failure) = (visit.reloads + 1, None);
        (visit.files_begun, visit.files_ended) = (0, 0);
        let page = visit.page;
        while let Some(connection) =
            self.visits.get(id.0).and_then(|visit| visit.connections().first()).copied()
        {
            self.forget(connection, id, context);
        }
        self.begin_load(id, context);
        let document = self.begin_request(id, page_of(context, page).document, Part::Document, context);
        self.visits.get_mut(id.0).expect("seen above").document = document;
        self.find_site(id, document, context);
    }
}
