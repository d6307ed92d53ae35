//! The two cookies: the session, and before there is one, what ties the sign-in form to the browser.

use crate::BasePath;
use axum::http::{HeaderMap, HeaderValue, header};
use ba360_core::access::SessionSecret;
use cookie::{Cookie, SameSite, time::Duration};

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
    fn name(self, base: &BasePath) -> &'static str {
        match (self, base.is_root()) {
            (Self::Session, true) => "__Host-ba360",
            (Self::Session, false) => "__Secure-ba360",
            (Self::Form, true) => "__Host-ba360-form",
            (Self::Form, false) => "__Secure-ba360-form",
        }
    }

    /// What the browser sent; `None` when it cannot be one of ours, or there are two of the name.
    pub(crate) fn read(self, base: &BasePath, headers: &HeaderMap) -> Option<SessionSecret> {
        let name = self.name(base);
        let mut found = headers
            .get_all(header::COOKIE)
            .iter()
            .flat_map(|value| value.as_bytes().split(|&b| b == b';'))
            .map(<[u8]>::trim_ascii)
            .filter_map(|pair| pair.strip_prefix(name.as_bytes())?.strip_prefix(b"="));
        match (found.next(), found.next()) {
            (Some(value), None) => SessionSecret::received(str::from_utf8(value).ok()?),
            _ => None,
        }
    }

    /// Sets it, for as long as the browser runs; the session itself ends on the server.
    pub(crate) fn set(self, base: &BasePath, secret: &SessionSecret) -> HeaderValue {
        self.header(base, secret.expose(), None)
    }

    /// Takes it away.
    pub(crate) fn clear(self, base: &BasePath) -> HeaderValue {
        self.header(base, "", Some(Duration::ZERO))
    }

    fn header(self, base: &BasePath, value: &str, age: Option<Duration>) -> HeaderValue {
        let mut cookie = Cookie::build((self.name(base), value))
            .path(base.cookie_path())
            .http_only(true)
            .secure(true)
            .same_site(SameSite::Lax)
            .build();
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
        let root = Jar::Session.set(&BasePath::default(), &secret);
        assert_eq!(
            root.to_str().unwrap(),
            format!("__Host-ba360={VALUE}; HttpOnly; SameSite=Lax; Secure; Path=/")
        );
        let nested = Jar::Session.clear(&"/crm".parse().unwrap());
        assert_eq!(
            nested.to_str().unwrap(),
            "__Secure-ba360=; HttpOnly; SameSite=Lax; Secure; Path=/crm; Max-Age=0"
        );
    }
}
