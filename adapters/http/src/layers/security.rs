//! What browsers may do with an answer.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::Response,
};
use ba360_core::instance::FrameOrigin;

/// Only what is ours, and no frame but our own; other origins that may frame us follow.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'self'";

const HEADERS: [(HeaderName, &str); 5] = [
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// Adds the security headers. Pages of some origins may show the answer in a frame. Nothing is kept by a browser
/// unless its handler said so.
pub(super) fn harden(response: &mut Response, frame_origins: &[FrameOrigin]) {
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(frame_origins));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

fn policy(frame_origins: &[FrameOrigin]) -> HeaderValue {
    let bare = HeaderValue::from_static(POLICY);
    if frame_origins.is_empty() {
        return bare;
    }
    let origins = frame_origins.iter().map(FrameOrigin::as_str);
    let words: Vec<&str> = std::iter::once(POLICY).chain(origins).collect();
    HeaderValue::try_from(words.join(" ")).unwrap_or(bare)
}

/// Closes the connection of a request that was refused before it was read whole: what is left of it is not worth
/// reading, and where it ends may be in doubt.
pub(super) fn close(response: &mut Response) {
    response
        .headers_mut()
        .insert(header::CONNECTION, HeaderValue::from_static("close"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a10_other_origins_frame_a_page_when_they_are_named_alone() {
        assert_eq!(policy(&[]), POLICY);
        let origins = ["https://apps.mypurecloud.com", "http://localhost:8000"];
        let origins = origins.map(|origin| origin.parse().unwrap());
        let policy = policy(&origins);
        let ancestors = policy.to_str().unwrap().rsplit_once("; ").unwrap().1;
        assert_eq!(
            ancestors,
            "frame-ancestors 'self' https://apps.mypurecloud.com http://localhost:8000"
        );
    }
}
