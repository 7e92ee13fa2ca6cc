//! What failures look like that the visitor's browser sees on its own: nothing answered, or not to the end.

use super::failure_text::{NGINX_ACCESS, NGINX_ERROR, NO_LOG, line, log};
use super::{FailureKind, FailureText, Layer, Message};

/// Where nginx keeps it for its lowest level.
const NO_ALERT: &str = "nothing at nginx's usual level; error_log at info would say: SSL_do_handshake() failed (... sslv3 alert certificate expired:SSL alert number 45) while SSL handshaking";

impl FailureKind {
    /// Without a status: no answer, or a part of one.
    pub(super) const fn seen_by_the_browser(self) -> FailureText {
        let (visitor_sees, layer, cause, log, remedy) = match self {
            Self::ConnectTimedOut => (
                "ERR_CONNECTION_TIMED_OUT",
                Layer::Network,
                "no answer to any SYN until the visitor's kernel gave up: the machine is off, unplugged or behind a silent firewall",
                None,
                "look at the machine itself: power, network cable, the provider's console",
            ),
            Self::GaveUpConnecting => (
                "nothing, then the visitor left",
                Layer::Network,
                "no answer to any SYN before the visitor's patience ended",
                None,
                "look at the machine itself: power, network cable, the provider's console",
            ),
            Self::GaveUpWaiting => (
                "a page that keeps loading, then the visitor left",
                Layer::Visitor,
                "the answer took longer than the visitor's patience; work begun for it is finished for nobody",
                Some(log(NGINX_ACCESS, "\"GET / HTTP/1.1\" 499 0")),
                "find what the request waited for: the queue in front of the workers, a query, a remote call",
            ),
            Self::ClientTimedOut => (
                "ERR_TIMED_OUT",
                Layer::Visitor,
                "the attempt took longer than the client's own timeout; work begun for it is finished for nobody",
                Some(log(NGINX_ACCESS, "\"GET / HTTP/1.1\" 499 0")),
                "find what the request waited for; let clients wait longer before they try again, and less often",
            ),
            Self::ConnectionRefused => (
                "ERR_CONNECTION_REFUSED",
                Layer::WebServer,
                "the machine is alive but nothing listens on the port: nginx is not running",
                None,
                "systemctl status nginx; nginx -t; systemctl start nginx",
            ),
            Self::ConnectionReset => (
                "ERR_CONNECTION_RESET",
                Layer::Network,
                "the server's kernel no longer knows the connection, or its process was cut off",
                None,
                "look for a restart of nginx or of the machine at that moment",
            ),
            Self::CertificateExpired => (
                "NET::ERR_CERT_DATE_INVALID",
                Layer::WebServer,
                "the certificate that nginx showed had expired: the browser broke off the handshake",
                None,
                "renew the certificate (certbot renew) and reload nginx, which reads it only then; watch its end date from outside",
            ),
            Self::TruncatedAnswer => (
                "ERR_CONTENT_LENGTH_MISMATCH",
                Layer::WebServer,
                "the connection was closed in the middle of the answer: nginx was stopped while it was sending",
                Some(log(NGINX_ACCESS, "\"GET / HTTP/1.1\" 200, with fewer bytes sent than the file has")),
                "prefer a reload or a graceful quit to a stop",
            ),
            _ => (
                "ERR_EMPTY_RESPONSE",
                Layer::WebServer,
                "nginx closed the connection before any answer: it was stopped, or had no connection slot left",
                Some(line(NGINX_ERROR, Message::ConnectionsNotEnough)),
                "raise worker_connections (and worker_rlimit_nofile); prefer a graceful quit to a stop",
            ),
        };
        let why_no_log = match self {
            Self::CertificateExpired => NO_ALERT,
            _ => NO_LOG,
        };
        FailureText { status: None, visitor_sees, layer, cause, log, why_no_log, remedy }
    }
}
