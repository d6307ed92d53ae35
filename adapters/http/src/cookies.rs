//! The two cookies: the session, and before there is one, what ties the sign-in form to the browser.

use crate::BasePath;
use axum::http::{HeaderMap, HeaderValue, header};
use ba360_core::access::SessionSecret;
use cookie::{Cookie, SameSite, time::Duration};

/// Where a cookie counts. An instance that other origins may show in a frame sets its cookies for frames, each origin
/// with one of its own (CHIPS); any other sets them for its own pages alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'s> {
    /// Where the router is reached.
    pub(crate) base: &'s BasePath,
    /// Whether other origins may show the console in a frame.
    pub(crate) framed: bool,
}

impl Scope<'_> {
    /// The scope that a cookie may be left in from before the instance's origins were changed.
    pub(crate) const fn other(self) -> Self {
        Self {
            framed: !self.framed,
            ..self
        }
    }
}

/// Which cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Jar {
    /// The session.
    Session,
    /// The sign-in form's.
    Form,
}

impl Jar {
    /// The name; its prefix makes browsers refuse one that another host or an unencrypted page has set.
    pub(crate) fn name(self, base: &BasePath) -> &'static str {
        match (self, base.is_root()) {
            (Self::Session, true) => "__Host-ba360",
            (Self::Session, false) => "__Secure-ba360",
            (Self::Form, true) => "__Host-ba360-form",
            (Self::Form, false) => "__Secure-ba360-form",
        }
    }

    /// What the browser sent; `None` when it cannot be one of ours, or there are two of the name.
    pub(crate) fn read(self, base: &BasePath, headers: &HeaderMap) -> Option<SessionSecret> {
        let mut found = self.all(base, headers);
        match (found.next(), found.next()) {
            (Some(value), None) => SessionSecret::received(str::from_utf8(value).ok()?),
            _ => None,
        }
    }

    /// How many the browser sent of the name.
    pub(crate) fn count(self, base: &BasePath, headers: &HeaderMap) -> usize {
        self.all(base, headers).count()
    }

    fn all<'h>(self, base: &BasePath, headers: &'h HeaderMap) -> impl Iterator<Item = &'h [u8]> {
        let name = self.name(base);
        headers
            .get_all(header::COOKIE)
            .iter()
            .flat_map(|value| value.as_bytes().split(|&b| b == b';'))
            .map(<[u8]>::trim_ascii)
            .filter_map(|pair| pair.strip_prefix(name.as_bytes())?.strip_prefix(b"="))
    }

    /// Sets it, for as long as the browser runs; the session itself ends on the server.
    pub(crate) fn set(self, scope: Scope<'_>, secret: &SessionSecret) -> HeaderValue {
        self.header(scope, secret.expose(), None)
    }

    /// Takes it away.
    pub(crate) fn clear(self, scope: Scope<'_>) -> HeaderValue {
        self.header(scope, "", Some(Duration::ZERO))
    }

    fn header(self, scope: Scope<'_>, value: &str, age: Option<Duration>) -> HeaderValue {
        let mut cookie = Cookie::build((self.name(scope.base), value))
            .path(scope.base.cookie_path())
            .http_only(true)
            .secure(true)
            .same_site(SameSite::Lax)
            .build();
        if scope.framed {
            cookie.set_same_site(SameSite::None);
            cookie.set_partitioned(true);
        }
        cookie.set_max_age(age);
        let mut header = HeaderValue::try_from(cookie.to_string()).unwrap_or(HeaderValue::from_static(""));
        header.set_sensitive(true);
        header
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUE: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    fn read(cookies: &[&str]) -> bool {
        let headers = cookies
            .iter()
            .map(|value| (header::COOKIE, HeaderValue::from_str(value).unwrap()))
            .collect();
        Jar::Session.read(&BasePath::default(), &headers).is_some()
    }

    #[test]
    fn s4_two_cookies_of_the_name_are_no_session() {
        let one = format!("__Host-ba360={VALUE}");
        assert!(read(&[&one]));
        assert!(read(&[&format!("a=b; {one};c=d")]));
        assert!(!read(&[&format!("{one}; {one}")]));
        assert!(!read(&[&one, &one]));
    }

    #[test]
    fn s8_a_cookie_that_cannot_be_ours_is_ignored() {
        assert!(!read(&[&format!("__Host-ba360={}", "A".repeat(4097))]));
        assert!(!read(&["__Host-ba360="]));
        assert!(!read(&[&format!("__host-ba360={VALUE}")]));
        assert!(!read(&[&format!("x__Host-ba360={VALUE}")]));
    }

    #[test]
    fn a_cookie_is_bound_to_the_base() {
        let secret = SessionSecret::received(VALUE).unwrap();
        let (root, crm) = (BasePath::default(), "/crm".parse().unwrap());
        let own = |base| Scope { base, framed: false };
        let framed = Jar::Session.set(own(&root).other(), &secret);
        assert_eq!(
            framed.to_str().unwrap(),
            format!("__Host-ba360={VALUE}; HttpOnly; SameSite=None; Partitioned; Secure; Path=/")
        );
        let root = Jar::Session.set(own(&root), &secret);
        assert_eq!(
            root.to_str().unwrap(),
            format!("__Host-ba360={VALUE}; HttpOnly; SameSite=Lax; Secure; Path=/")
        );
        let nested = Jar::Session.clear(own(&crm));
        assert_eq!(
            nested.to_str().unwrap(),
            "__Secure-ba360=; HttpOnly; SameSite=Lax; Secure; Path=/crm; Max-Age=0"
        );
    }
}
