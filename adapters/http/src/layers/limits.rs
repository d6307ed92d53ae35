//! How much a request may bring.

use crate::{RequestLimits, fields::Fields, refusal::Refusal, routes::Input};
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use ba360_core::text::Code;
use http_body_util::{BodyExt as _, Limited};

/// How many times as long as others a form with a long text may be.
const LONG_FORM: usize = 16;

impl RequestLimits {
    /// The limits of a form that a handler reads in that way.
    pub(super) const fn of_form(self, input: Input) -> Self {
        match input {
            Input::LongFields => Self {
                body_bytes: self.body_bytes.saturating_mul(LONG_FORM),
                ..self
            },
            Input::Fields | Input::Target => self,
        }
    }
}

/// Checks the target and the header fields.
///
/// # Errors
/// See the codes of each.
pub(super) fn head(limits: &RequestLimits, parts: &Parts) -> Result<(), Refusal> {
    let target = parts
        .uri
        .path_and_query()
        .map_or(0, |target| target.as_str().len());
    if target > limits.target_bytes {
        return Err(Refusal::of(Code::TargetTooLong));
    }
    let bytes: usize = parts
        .headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    if parts.headers.len() > limits.header_count || bytes > limits.header_bytes {
        return Err(Refusal::of(Code::HeadersTooLarge));
    }
    framing(&parts.headers)
}

/// A body whose end two readers could see at two places is refused, whatever the server under us makes of it.
fn framing(headers: &HeaderMap) -> Result<(), Refusal> {
    let lengths = headers.get_all(header::CONTENT_LENGTH).iter().count();
    let encodings = headers.get_all(header::TRANSFER_ENCODING).iter().count();
    let chunked = headers
        .get(header::TRANSFER_ENCODING)
        .is_none_or(|value| value.as_bytes().eq_ignore_ascii_case(b"chunked"));
    if lengths + encodings > 1 || !chunked {
        return Err(Refusal::of(Code::RequestBad));
    }
    Ok(())
}

/// Reads the form.
///
/// # Errors
/// [`Code::MediaTypeRefused`], [`Code::RequestTooLarge`], [`Code::RequestTooSlow`]; [`Code::RequestBad`] for what
/// is not UTF-8 or ends too early.
pub(super) async fn form(limits: &RequestLimits, parts: &Parts, body: Body) -> Result<Fields, Refusal> {
    let bytes = whole(limits, parts, body, is_form).await?;
    let text = str::from_utf8(&bytes).map_err(|_| Refusal::of(Code::RequestBad))?;
    Fields::parse(text)
}

/// Reads a body that says it is JSON, as it is.
///
/// # Errors
/// [`Code::MediaTypeRefused`], [`Code::RequestTooLarge`], [`Code::RequestTooSlow`]; [`Code::RequestBad`] for what
/// ends too early.
pub(super) async fn json(limits: &RequestLimits, parts: &Parts, body: Body) -> Result<Bytes, Refusal> {
    whole(limits, parts, body, is_json).await
}

async fn whole(
    limits: &RequestLimits,
    parts: &Parts,
    body: Body,
    is_taken: fn(&HeaderMap) -> bool,
) -> Result<Bytes, Refusal> {
    let declared = parts
        .headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limits.body_bytes as u64) {
        return Err(Refusal::of(Code::RequestTooLarge));
    }
    if !is_taken(&parts.headers) {
        return Err(Refusal::of(Code::MediaTypeRefused));
    }
    let whole = tokio::time::timeout(limits.body_time, Limited::new(body, limits.body_bytes).collect())
        .await
        .map_err(|_| Refusal::of(Code::RequestTooSlow))?
        .map_err(|error| {
            let too_large = error.downcast_ref::<http_body_util::LengthLimitError>().is_some();
            Refusal::of(if too_large {
                Code::RequestTooLarge
            } else {
                Code::RequestBad
            })
        })?;
    Ok(whole.to_bytes())
}

/// Whether the body says that it is JSON, in UTF-8 and as it is.
fn is_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(Ok(media_type)), None) = (types.next().map(HeaderValue::to_str), types.next()) else {
        return false;
    };
    let mut parts = media_type.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let utf8 = |parameter: &str| {
        let parameter = parameter.to_ascii_lowercase();
        matches!(parameter.as_str(), "charset=utf-8" | "charset=\"utf-8\"")
    };
    name.eq_ignore_ascii_case("application/json")
        && parts.all(utf8)
        && !headers.contains_key(header::CONTENT_ENCODING)
}

/// Whether the body says that it is a form in UTF-8.
fn is_form(headers: &HeaderMap) -> bool {
    let Some(media_type) = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let mut parts = media_type.split(';').map(str::trim);
    parts
        .next()
        .is_some_and(|name| name.eq_ignore_ascii_case("application/x-www-form-urlencoded"))
        && parts.all(|parameter| {
            let charset = parameter.to_ascii_lowercase();
            !charset.starts_with("charset=") || charset.trim_matches('"').ends_with("utf-8")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e12_json_is_utf8_and_says_so_once() {
        let headers = |all: &[(&'static str, &'static str)]| -> HeaderMap {
            let all = all.iter();
            all.map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
                .collect()
        };
        for good in [
            "application/json",
            "Application/JSON; charset=UTF-8",
            "application/json;charset=\"utf-8\"",
        ] {
            assert!(is_json(&headers(&[("content-type", good)])), "{good}");
        }
        for bad in [
            &[("content-type", "text/plain")][..],
            &[("content-type", "application/json; charset=utf-16")],
            &[("content-type", "application/json; charset=x-utf-8")],
            &[("content-type", "application/x-www-form-urlencoded")],
            &[("content-type", "multipart/form-data; boundary=x")],
            &[("content-type", "application/json, text/plain")],
            &[("content-type", "application/json"), ("content-encoding", "gzip")],
            &[
                ("content-type", "application/json"),
                ("content-type", "application/json"),
            ],
            &[],
        ] {
            assert!(!is_json(&headers(bad)), "{bad:?}");
        }
    }
}
