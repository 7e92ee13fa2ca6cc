//! The figures of the machine and of what runs on it.

use super::{Figure, Tone, busy};
use crate::snapshot::{Doing, Power, ThreadView};
use crate::units::{Bytes, Probability};
use crate::visual::desk::View;
use crate::visual::panels::told;
use crate::visual::texts::{self, figure};
use crate::vocabulary::{Layer, Station};

pub(super) fn machine(view: &View<'_>) -> Vec<Figure> {
    let host = &view.site.host;
    let tone = match host.power {
        Power::Off | Power::Panicked => Tone::Bad,
        Power::Booting => Tone::Waiting,
        Power::On => Tone::Good,
    };
    let mut figures = vec![Figure::new(figure::POWER, texts::power(host.power)).tone(tone)];
    if host.power == Power::Off {
        return figures;
    }
    figures.extend(view.close_up.starting.machine.map(|progress| Figure::progress(progress, view.clock.now)));
    figures.push(Figure::of(figure::RUNNABLE, host.runnable, host.cores));
    figures.extend(busy(view, Station::Cores));
    if host.stolen > Probability::ZERO {
        let stolen = told::percent(host.stolen.get());
        figures.push(Figure::new(figure::STOLEN, stolen).tone(Tone::Bad));
    }
    figures.extend(memory(view));
    figures.extend(disk(view));
    figures
}

fn memory(view: &View<'_>) -> [Figure; 3] {
    let host = &view.site.host;
    let held = host.memory_held();
    let share = held.get() as f64 / host.memory.get().max(1) as f64;
    let value = format!("{} / {}", told::amount(held), told::amount(host.memory));
    [
        Figure::new(figure::MEMORY, value).share(share),
        Figure::new(figure::PAGE_CACHE, told::amount(host.page_cache)),
        Figure::new(figure::PROCESSES, host.processes.len().to_string()),
    ]
}

fn disk(view: &View<'_>) -> Vec<Figure> {
    let (host, disk) = (&view.site.host, view.close_up.disk);
    let share = host.disk_used.get() as f64 / host.disk_size.get().max(1) as f64;
    let value = format!("{} / {}", told::amount(host.disk_used), told::amount(host.disk_size));
    let mut figures = vec![
        Figure::new(figure::DISK, value).share(if disk.is_full { 1.0 } else { share }),
        Figure::rather_none(figure::DISK_QUEUE, disk.queue),
    ];
    if disk.slowness > 1 {
        figures.push(Figure::new(figure::DISK_SLOW, texts::times(disk.slowness)).tone(Tone::Waiting));
    }
    figures
}

/// The memory of a program's processes, and the descriptors of its fullest.
fn footprint(view: &View<'_>, layer: Layer, place: usize) -> [Figure; 2] {
    let of_it = view.site.host.processes.iter().filter(|process| process.layer == layer);
    let memory = Bytes::new(of_it.map(|process| process.memory.get()).sum());
    let files = view.site.host.descriptors[place];
    [
        Figure::new(figure::MEMORY, told::amount(memory)),
        Figure::of(figure::DESCRIPTORS, files.used, files.limit),
    ]
}

pub(super) fn nginx(view: &View<'_>) -> Vec<Figure> {
    let nginx = view.site.web_server;
    let mut figures = vec![Figure::process(nginx.state)];
    figures.extend(view.close_up.starting.nginx.map(|progress| Figure::progress(progress, view.clock.now)));
    figures.push(Figure::of(figure::CONNECTIONS, nginx.connections, nginx.connections_max));
    figures.push(Figure::rather_none(figure::ACCEPT_QUEUE, view.close_up.accept_queue));
    figures.extend(footprint(view, Layer::WebServer, 0));
    figures
}

pub(super) fn gunicorn(view: &View<'_>) -> Vec<Figure> {
    let gunicorn = view.site.app_server;
    let mut figures = vec![Figure::process(gunicorn.state)];
    figures
        .extend(view.close_up.starting.gunicorn.map(|progress| Figure::progress(progress, view.clock.now)));
    figures.push(Figure::of(figure::WORKERS, gunicorn.busy, gunicorn.workers));
    figures.extend(busy(view, Station::GunicornWorkers));
    let hung = view.close_up.gunicorn_workers.iter().filter(|worker| worker.hangs).count();
    if hung > 0 {
        figures.push(Figure::new(figure::HUNG, hung.to_string()).tone(Tone::Bad));
    }
    figures.push(Figure::of(figure::ACCEPT_QUEUE, gunicorn.backlog, gunicorn.backlog_max));
    figures.extend(footprint(view, Layer::AppServer, 1));
    figures
}

/// What the threads that run the application's code do.
pub(super) fn application(view: &View<'_>) -> Vec<Figure> {
    let threads = || view.close_up.gunicorn_workers.iter().flat_map(|worker| &worker.threads);
    let count =
        |is_meant: &dyn Fn(&ThreadView) -> bool| threads().filter(|thread| is_meant(thread)).count() as u32;
    let doing = |doing: Doing| count(&|thread| thread.doing == doing);
    let unwanted = count(&|thread| thread.doing != Doing::Nothing && !thread.is_wanted);
    vec![
        Figure::new(figure::COMPUTING, doing(Doing::Computing).to_string()),
        Figure::rather_none(figure::FOR_MYSQL, doing(Doing::WaitingForMysql)),
        Figure::rather_none(figure::FOR_POOL, doing(Doing::WaitingForPool)),
        Figure::rather_none(figure::ELSEWHERE, doing(Doing::WaitingElsewhere)),
        Figure::rather_none(figure::UNWANTED, unwanted),
    ]
}

pub(super) fn mysql(view: &View<'_>) -> Vec<Figure> {
    let (mysql, close) = (view.site.database, view.close_up.mysql);
    let mut figures = vec![Figure::process(mysql.state)];
    figures.extend(view.close_up.starting.mysql.map(|progress| Figure::progress(progress, view.clock.now)));
    figures.push(Figure::of(figure::SESSIONS, mysql.sessions, mysql.sessions_max));
    figures.push(Figure::new(figure::RUNNING, mysql.running.to_string()));
    figures.push(Figure::rather_none(figure::FOR_LOCK, mysql.waiting));
    let tone = if close.locked_by.is_some() { Tone::Bad } else { Tone::Plain };
    figures.push(Figure::new(figure::LOCK, texts::locked_by(close.locked_by)).tone(tone));
    figures.extend(close.hit_ratio.map(|ratio| Figure::new(figure::HIT_RATIO, told::share(ratio))));
    figures.push(Figure::new(figure::READING, close.reading.to_string()));
    figures.extend(footprint(view, Layer::Database, 2));
    figures
}
