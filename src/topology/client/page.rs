//! A page: its document, then its files, then done.

use super::super::application::settings::Page;
use super::super::context::Context;
use super::super::dns;
use super::super::id::{ConnectionId, GroupId, RequestId, VisitId};
use super::super::request::{Part, Request, Waited};
use super::Client;
use super::crowd::settings_of;
use super::patience::who_made_it_wait;
use super::settings::PageShare;
use super::visit::{Cache, Name, Visit};
use crate::engine::{Appointment, Stream};
use crate::metrics::EndedRequest;
use crate::units::SimDuration;
use crate::vocabulary::{Blame, FailureKind, Outcome, RequestClass, Stage};

impl Client {
    /// A visitor comes, wants a page and looks the name up.
    pub(super) fn begin_visit(&mut self, group: GroupId, context: &mut Context<'_>) {
        let now = context.now();
        let settings = settings_of(context, group);
        let crowd = self.crowd(group);
        if !crowd.visits_to_come.visit_begins(now) {
            return;
        }
        crowd.begun += 1;
        let resolver = crowd.resolver(settings);
        let wait = crowd.visits_to_come.trace_visit(&settings.arrivals).map(|visit| visit.wait);
        let page = choose(&settings.pages, &mut crowd.choice);
        let cache = crowd.cache(settings);
        let ticket = context.ledger.page_begins(now);
        let number = self.visits_ended.count + u64::from(self.visits.len()) + 1;
        self.journal.begin(number, now);
        let mut visit = Visit::new(ticket, number, group, now, page);
        (visit.wait, visit.cache, visit.resolver) = (wait, cache, resolver);
        visit.slow = self.slowness_of_next(group);
        let visit = VisitId(self.visits.insert(visit));
        self.visits_level.add(now, 1);
        self.begin_patience(visit, context);
        self.begin_load(visit, context);
        let document = self.begin_request(visit, page_of(context, page).document, Part::Document, context);
        self.visits.get_mut(visit.0).expect("just begun").document = document;
        match cache {
            Cache::Warm => self.name_resolved(visit, self.moves, None, context),
            Cache::Cold => self.find_site(visit, document, context),
        }
        self.crowd(group).visits_to_come.schedule_next(context);
    }

    /// An attempt begins: it looks the name up if that is not known yet, or else connects.
    pub(super) fn find_site(&mut self, visit: VisitId, request: RequestId, context: &mut Context<'_>) {
        let current = self.visits.get(visit.0).expect("an attempt is made in a visit");
        match current.name {
            Name::Known => self.open_connection(visit, request, context),
            Name::Unknown => {
                context.enter(request, Stage::NameLookup);
                dns::ask(context, visit, request, current.resolver);
            }
        }
    }

    /// The address is known: a connection for the document.
    pub(super) fn name_resolved(
        &mut self,
        visit: VisitId,
        address: u16,
        misled_by: Option<u16>,
        context: &mut Context<'_>,
    ) {
        // An earlier attempt's lookup may go on beside a later one's: the first answer counts.
        let Some(current) = self.visits.get_mut(visit.0).filter(|visit| visit.name == Name::Unknown) else {
            return;
        };
        let document = current.document;
        current.name = Name::Known;
        (current.address, current.misled_by) = (address, misled_by);
        let Some(asked) = context.request(document) else { return };
        current.delayed_by = current.delayed_by.or(asked.spoiled_by);
        // Its attempt may have timed out meanwhile; then the next one will find the name known.
        if asked.stage == Stage::NameLookup {
            self.open_connection(visit, document, context);
        }
    }

    /// There is no address: the document's attempt has failed, and the next one asks again.
    pub(super) fn name_failed(
        &mut self,
        document: RequestId,
        failure: FailureKind,
        context: &mut Context<'_>,
    ) {
        let asked = context.request(document).filter(|asked| asked.stage == Stage::NameLookup);
        let Some(spoiled_by) = asked.map(|asked| asked.spoiled_by) else { return };
        let blame = who_made_it_wait(Stage::NameLookup, spoiled_by, &context.waits());
        self.end_attempt(document, Outcome::Failed(failure), blame, context);
    }

    /// A document or file is begun.
    pub(super) fn begin_request(
        &mut self,
        visit: VisitId,
        route: u16,
        part: Part,
        context: &mut Context<'_>,
    ) -> RequestId {
        let now = context.now();
        let stage = if part == Part::Document { Stage::NameLookup } else { Stage::Connect };
        let current = self.visits.get(visit.0).expect("a request is made in a visit");
        let (visitor, wait) = (current.number, current.wait.filter(|_| part == Part::Document));
        let request = Request {
            visit,
            visitor,
            route,
            part,
            attempt: 0,
            resent: 0,
            attempt_begun: None,
            failed: None,
            due: Appointment::NONE,
            begun: now,
            stage,
            since: now,
            spent: [SimDuration::ZERO; Stage::COUNT],
            longest: Waited::default(),
            wait,
            answer: None,
            spoiled_by: None,
        };
        context.ledger.request_begins(now, class_of(context, route), route);
        self.requests_level.add(now, 1);
        let request = RequestId(context.requests.insert(request));
        self.begin_attempt(request, context);
        request
    }

    /// A request is over; its visit goes on or is over too.
    pub(super) fn end_request(
        &mut self,
        request: RequestId,
        outcome: Outcome,
        blame: Blame,
        context: &mut Context<'_>,
    ) {
        let ended = self.close_request(request, outcome, context);
        let Some(visit) = self.visits.get_mut(ended.visit.0) else {
            return;
        };
        if let (Outcome::Failed(kind), None) = (outcome, visit.failure) {
            let blame = context.board.with_who_lowered(blame);
            visit.failure = Some((kind, blame));
            context.board.blamed(blame);
        }
        if ended.part == Part::File {
            visit.files_ended += 1;
        }
        let files = page_of(context, visit.page).files.len();
        let document_failed = ended.part == Part::Document && outcome != Outcome::Good;
        if document_failed || usize::from(visit.files_ended) == files {
            self.end_load(ended.visit, context);
        }
    }

    /// Takes a request off the list and tells the ledger.
    pub(super) fn close_request(
        &mut self,
        request: RequestId,
        outcome: Outcome,
        context: &mut Context<'_>,
    ) -> Request {
        let now = context.now();
        self.close_attempt(request, outcome, context);
        let longest = context.longest_wait(request);
        let mut ended = context.requests.remove(request.0).expect("a request ends once");
        ended.enter(ended.stage, now);
        let Request { route, begun, spent, .. } = ended;
        let class = class_of(context, route);
        context.ledger.request_ends(now, &EndedRequest { class, route, begun, spent }, outcome);
        self.requests_level.subtract(now, 1);
        self.requests_ended.add(now - ended.begun);
        self.outcomes.mix(outcome.failure().map_or(0, |kind| 1 + kind as u64));
        self.outcomes.mix((now - ended.begun).as_nanos());
        if let Some(visit) = self.visits.get_mut(ended.visit.0) {
            visit.longest = visit.longest.or_longer(longest);
            self.journal.write(visit.number, &ended, outcome, context);
        }
        ended
    }

    /// The page is done, well or not: connections are closed, the ledger is told.
    pub(super) fn end_visit(&mut self, visit: VisitId, context: &mut Context<'_>) {
        let now = context.now();
        let ended = self.visits.remove(visit.0).expect("a visit ends once");
        context.agenda.cancel(ended.patience);
        context.agenda.cancel(ended.reload);
        for connection in ended.connections() {
            Self::let_go(*connection, context);
        }
        let (outcome, blame) = match ended.failure {
            None => (Outcome::Good, ended.longest.blame),
            Some((kind, blame)) => (Outcome::Failed(kind), blame),
        };
        context.ledger.page_ends(ended.ticket, ended.begun, now, outcome, blame);
        self.visits_level.subtract(now, 1);
        self.visits_ended.add(now - ended.begun);
        self.journal.close(&ended, outcome, context);
        self.crowd(ended.group).visits_to_come.think_again(context);
    }

    /// After an attempt: the next files, if the visit goes on and its document is there.
    pub(super) fn go_on(&mut self, visit: VisitId, idle: Option<ConnectionId>, context: &mut Context<'_>) {
        let document = self.visits.get(visit.0).map(|visit| visit.document);
        if document.is_some_and(|document| !context.requests.contains(document.0)) {
            self.fetch_files(visit, idle, context);
        }
    }

    /// Asks for as many files as there are connections for: on those that are idle, then on new ones.
    pub(super) fn fetch_files(
        &mut self,
        visit: VisitId,
        idle: Option<ConnectionId>,
        context: &mut Context<'_>,
    ) {
        let mut idle = idle;
        while let Some(current) = self.visits.get(visit.0) {
            let page = page_of(context, current.page);
            let Some(route) = page.files.get(usize::from(current.files_begun)).copied() else {
                return;
            };
            if current.cache == Cache::Warm && class_of(context, route) == RequestClass::Static {
                self.visits.get_mut(visit.0).expect("it is under way").file_is_in_the_cache();
                continue;
            }
            let full = current.taken() >= settings_of(context, current.group).connections_per_host as usize;
            if idle.is_none() && full {
                return;
            }
            let file = self.begin_request(visit, route, Part::File, context);
            self.visits.get_mut(visit.0).expect("it is under way").files_begun += 1;
            match idle.take() {
                Some(connection) => self.send(connection, file, context),
                None => self.open_connection(visit, file, context),
            }
        }
    }
}

pub(super) fn page_of<'a>(context: &Context<'a>, page: u16) -> &'a Page {
    &context.settings.application.pages[usize::from(page)]
}

fn class_of(context: &Context<'_>, route: u16) -> RequestClass {
    context.settings.application.routes[usize::from(route)].class()
}

/// One of the pages, each as likely as its weight; without a choice nothing is drawn.
fn choose(pages: &[PageShare], stream: &mut Stream) -> u16 {
    let [only] = pages else {
        let total = pages.iter().map(|share| share.weight).sum();
        let mut drawn = stream.below(total);
        let found = pages.iter().find(|share| {
            let here = drawn < share.weight;
            drawn = drawn.saturating_sub(share.weight);
            here
        });
        return found.expect("the draw is below the sum of the weights").page;
    };
    only.page
}
