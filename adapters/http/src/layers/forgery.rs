//! Whether a form was sent by a page of ours.

use super::{host, session::Cookies};
use crate::{fields::Fields, refusal::Refusal};
use axum::http::{HeaderValue, header, request::Parts};
use ba360_core::text::Code;
use subtle::ConstantTimeEq as _;

/// Checks where the form comes from, and its token.
///
/// # Errors
/// [`Code::FormStale`].
pub(super) fn check(parts: &Parts, form: &Fields, cookies: &Cookies) -> Result<(), Refusal> {
    let sent = form.one("_token")?.as_bytes();
    let known = cookies.form_tokens().fold(false, |known, token| {
        known | bool::from(token.as_bytes().ct_eq(sent))
    });
    if known && from_here(parts) {
        Ok(())
    } else {
        Err(Refusal::of(Code::FormStale))
    }
}

/// Checks where a change by the API comes from that a session vouches for: the browser says that it is a page of ours,
/// or it brings the token of the session's forms in a header.
///
/// # Errors
/// [`Code::FormStale`].
pub(super) fn check_api(parts: &Parts, cookies: &Cookies) -> Result<(), Refusal> {
    let sent = parts.headers.get("x-csrf-token").map(HeaderValue::as_bytes);
    let known = sent.is_some_and(|sent| {
        cookies.form_tokens().fold(false, |known, token| {
            known | bool::from(token.as_bytes().ct_eq(sent))
        })
    });
    let says_so = parts.headers.contains_key(header::ORIGIN)
        && parts
            .headers
            .get("sec-fetch-site")
            .is_some_and(|site| site == "same-origin");
    if from_here(parts) && (known || says_so) {
        Ok(())
    } else {
        Err(Refusal::of(Code::FormStale))
    }
}

/// Whether the browser says that the form is of our own origin. A browser too old to say anything is left to the
/// token.
///
/// Since our pages send no referrer, browsers send their forms with `Origin: null`; then it has to be
/// `Sec-Fetch-Site` that vouches for us, which no page can set. Sandboxed and foreign pages are `cross-site` there.
fn from_here(parts: &Parts) -> bool {
    let only = |name| {
        let mut values = parts.headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (value, None) => Ok(value.map(HeaderValue::as_bytes)),
            _ => Err(()),
        }
    };
    let (Ok(site), Ok(origin)) = (only("sec-fetch-site"), only(header::ORIGIN.as_str())) else {
        return false;
    };
    let same_origin = match site {
        None => None,
        Some(b"same-origin") => Some(true),
        // Typed or reloaded by the person: it says nothing about the page.
        Some(b"none") => None,
        Some(_) => return false,
    };
    match origin {
        None => true,
        Some(b"null") => same_origin == Some(true),
        Some(origin) => is_ours(origin, parts),
    }
}

/// Whether an origin is the host that was asked. The scheme is the proxy's business.
fn is_ours(origin: &[u8], parts: &Parts) -> bool {
    let host = host::field(parts);
    let Some((scheme, authority)) = str::from_utf8(origin)
        .ok()
        .and_then(|text| text.split_once("://"))
    else {
        return false;
    };
    matches!(scheme, "https" | "http") && host.is_some_and(|host| host.eq_ignore_ascii_case(authority))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn from_here_with(headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().header("host", "a.example:8360");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        from_here(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn a1_only_forms_of_our_own_origin_are_taken() {
        assert!(from_here_with(&[]));
        assert!(from_here_with(&[("origin", "https://a.example:8360")]));
        assert!(from_here_with(&[
            ("sec-fetch-site", "same-origin"),
            ("origin", "null")
        ]));
        assert!(from_here_with(&[("sec-fetch-site", "same-origin")]));
        for bad in [
            &[("origin", "null")][..],
            &[("origin", "https://evil.example")],
            &[("origin", "https://a.example")],
            &[("origin", "a.example:8360")],
            &[
                ("origin", "https://a.example:8360"),
                ("origin", "https://a.example:8360"),
            ],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site"), ("origin", "https://b.example")],
            &[("sec-fetch-site", "none"), ("origin", "null")],
            &[
                ("sec-fetch-site", "cross-site"),
                ("origin", "https://a.example:8360"),
            ],
        ] {
            assert!(!from_here_with(bad), "{bad:?}");
        }
    }
}
