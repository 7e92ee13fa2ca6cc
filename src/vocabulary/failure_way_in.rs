//! What a failure on the way in looks like, by name or by wire, once it is known who is to blame.

use super::failure_context::Logged::Nothing;
use super::failure_context::{CABLE, DARK, LOSSY, POWER, SHED, Told, UNFOUND, told};
use super::failure_machine::{PANIC, PANICKED, REBOOT};
use super::{ActionName, Limit};

pub(super) fn connecting(action: Option<ActionName>, limit: Option<Limit>) -> Option<Told> {
    match (action, limit) {
        (Some(ActionName::PowerLoss), _) => {
            told("no answer to any SYN: the machine had no power, or was still booting", DARK, POWER)
        }
        (Some(ActionName::KernelPanic), _) => told(
            "no answer to any SYN: the kernel had panicked, or the machine was still booting",
            PANICKED,
            PANIC,
        ),
        (Some(ActionName::Reboot), _) => told(
            "no answer to any SYN: the machine was being rebooted",
            Nothing("nothing was written: no program on the machine saw the visitor"),
            REBOOT,
        ),
        (Some(ActionName::RecordWrong), _) => told(
            "the A record held an address at which nobody answers, or had when the resolver last asked: no answer to any SYN",
            Nothing("no log on the server at all: the visitor went elsewhere"),
            "correct the record (dig +short www.foobar.com @authoritative-server); resolvers keep the wrong one for its TTL, so lower the TTL before every change",
        ),
        (Some(ActionName::RecordMoved), _) => told(
            "the visitor's resolver still had the site's old address, at which nobody answered any more: no answer to any SYN",
            Nothing("no log on the server at all: the visitor went to the old address"),
            "lower the record's TTL at least one old TTL before the move, and leave the old address answering for one TTL after it",
        ),
        (Some(ActionName::NetworkUnplugged), _) => told(
            "no answer to any SYN: the machine's network cable was out",
            Nothing("nothing was written about the visitor; the kernel's log says that the link is down"),
            CABLE,
        ),
        (Some(ActionName::PacketLoss), _) => told(
            "packets were lost on the way, and with them the SYNs or what answered them",
            Nothing("nothing was written: no program on the machine saw the visitor"),
            LOSSY,
        ),
        (_, Some(Limit::Link)) => told(
            "the visitor's own line was too slow or lost too much for a connection to be made in time",
            Nothing("nothing was written: no program on the machine saw the visitor"),
            "nothing on this machine: look at the way between the visitor and it",
        ),
        (_, Some(_)) => told(
            "the machine was alive but could not take the connection before the visitor's patience ended",
            Nothing("nothing was written: the connection never reached nginx"),
            SHED,
        ),
        _ => None,
    }
}

pub(super) fn resolving(action: ActionName) -> Option<Told> {
    match action {
        ActionName::AuthorityDown => told(
            "foobar.com's authoritative server did not answer, and the resolver had no address left in its cache",
            UNFOUND,
            "a second authoritative server in another network; a longer TTL carries visitors over a short outage, serve-stale (RFC 8767) over a long one",
        ),
        ActionName::ResolverDown => told(
            "the visitor's recursive resolver was down: no question about any name was answered",
            UNFOUND,
            "nothing on this machine: the visitor's network needs a second resolver (nameserver in resolv.conf)",
        ),
        _ => None,
    }
}

pub(super) fn absent(action: ActionName) -> Option<Told> {
    match action {
        ActionName::RecordRemoved => told(
            "the A record was taken out of the zone; the resolver keeps its absence for the negative TTL, also after the repair",
            UNFOUND,
            "put the record back and wait for the negative TTL (the least of the SOA's TTL and its MINIMUM field)",
        ),
        _ => None,
    }
}
