//! The certificate: valid, expired, or renewed on the disk and not yet read.
//!
//! nginx reads its certificate when it starts and when it is reloaded, and shows it in every full handshake. What it shows it
//! does not look at: only browsers do.
// Simplified: nobody clicks the warning away (with HSTS nobody can), and a resumed session is not checked again.

use serde::{Deserialize, Serialize};

use super::super::context::Context;
use super::super::operation::Effect;
use super::WebServer;
use crate::vocabulary::{Happening, Layer};

/// What nginx shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Certificate {
    Valid,
    /// It has expired, by this action.
    Expired(u16),
    /// A new one is on the disk; until nginx reads it, it shows the old one.
    Renewed(u16),
}

impl WebServer {
    /// The certificate expires, as an action; a site without TLS has none.
    pub fn let_certificate_expire(&mut self, action: u16, context: &mut Context<'_>) -> Effect {
        if !context.settings.web_server.listen.is_secure() {
            return Effect::None;
        }
        self.certificate = Certificate::Expired(action);
        context.board.hold(Layer::WebServer, action);
        context.chronicle(Happening::CertificateExpired);
        Effect::Done
    }

    /// Somebody renews it and reloads nginx. With a broken configuration that is refused.
    pub fn renew_certificate(&mut self, action: u16, context: &mut Context<'_>) {
        if self.certificate == Certificate::Expired(action) {
            self.certificate = Certificate::Renewed(action);
            self.reload_as_written(context);
        }
    }

    /// nginx has read its files.
    pub(super) fn read_certificate(&mut self, context: &mut Context<'_>) {
        if let Certificate::Renewed(action) = self.certificate {
            self.certificate = Certificate::Valid;
            if context.board.holder(Layer::WebServer) == Some(action) {
                context.board.release(Layer::WebServer);
            }
            context.chronicle(Happening::CertificateRenewed);
        }
    }

    /// By whose doing it shows an expired one, if it does.
    pub fn certificate_expired_by(&self) -> Option<u16> {
        match self.certificate {
            Certificate::Valid => None,
            Certificate::Expired(action) | Certificate::Renewed(action) => Some(action),
        }
    }
}
