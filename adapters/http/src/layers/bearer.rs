//! The token of a program (RFC 6750): in `Authorization`, and nowhere else.

use crate::refusal::Refusal;
use axum::http::{HeaderMap, HeaderValue, header};
use ba360_core::text::Code;

/// The token that was sent. Another scheme is another's business, such as that of a proxy before us.
///
/// # Errors
/// [`Code::AccessTokenRefused`] for two of them, and for what cannot be one.
pub(super) fn of(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let refused = Refusal::of(Code::AccessTokenRefused);
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    match (values.next().map(HeaderValue::to_str), values.next()) {
        (None, _) => Ok(None),
        (Some(Ok(value)), None) => read(value).ok_or(refused),
        _ => Err(refused),
    }
}

/// The token, or that the scheme is another; `None` for a token that cannot be one.
fn read(value: &str) -> Option<Option<&str>> {
    let (scheme, token) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Some(None);
    }
    let token = token.trim_start_matches(' ');
    let good = |b: u8| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b);
    (!token.is_empty() && token.bytes().all(good)).then_some(Some(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stands_in_the_one_authorization_field() {
        let of_fields = |fields: &[&'static str]| {
            let fields = fields.iter();
            let headers: HeaderMap = fields
                .map(|value| (header::AUTHORIZATION, HeaderValue::from_static(value)))
                .collect();
            of(&headers).map(|token| token.map(str::to_owned)).ok()
        };
        assert_eq!(of_fields(&[]), Some(None));
        assert_eq!(of_fields(&["Bearer a.b-c"]), Some(Some("a.b-c".to_owned())));
        assert_eq!(of_fields(&["bearer  a.b"]), Some(Some("a.b".to_owned())));
        assert_eq!(of_fields(&["Basic YTpi"]), Some(None));
        for bad in [
            &["Bearer"][..],
            &["Bearer "],
            &["Bearer a b"],
            &["Bearer \"a\""],
            &["Bearer a", "Bearer a"],
            &["Basic a", "Bearer a"],
        ] {
            assert_eq!(of_fields(bad), None, "{bad:?}");
        }
    }
}
