//! Whose browser it is.

use crate::{BasePath, cookies::Jar};
use axum::http::{HeaderMap, Method, request::Parts};
use ba360_core::access::SessionSecret;

/// The secrets that the browser sent.
#[derive(Default)]
pub(super) struct Cookies {
    /// The session's.
    pub(super) session: Option<SessionSecret>,
    form: Option<SessionSecret>,
}

impl Cookies {
    pub(super) fn read(base: &BasePath, headers: &HeaderMap) -> Self {
        Self {
            session: Jar::Session.read(base, headers),
            form: Jar::Form.read(base, headers),
        }
    }

    /// What forms of this browser carry: the session's token, or else that of the sign-in form.
    pub(super) fn form_token(&self) -> Option<String> {
        self.session
            .as_ref()
            .or(self.form.as_ref())
            .map(SessionSecret::form_token)
    }

    /// Every token that a form of this browser may carry: it may have been made before the session began, or
    /// before it ended.
    pub(super) fn form_tokens(&self) -> impl Iterator<Item = String> {
        [&self.session, &self.form]
            .into_iter()
            .flatten()
            .map(SessionSecret::form_token)
    }
}

/// Whether a look is all that is wanted: `HEAD`, or what a browser fetches before anybody has asked for it.
pub(super) fn only_a_look(parts: &Parts) -> bool {
    let prefetch = |name| {
        parts.headers.get_all(name).iter().any(|value| {
            let value = value.as_bytes().to_ascii_lowercase();
            value.windows(8).any(|word| word == b"prefetch")
        })
    };
    parts.method == Method::HEAD || prefetch("sec-purpose") || prefetch("purpose") || prefetch("x-moz")
}
