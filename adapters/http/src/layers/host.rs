//! The host, which chooses the instance.

use crate::refusal::Refusal;
use axum::http::{HeaderValue, header, request::Parts};
use ba360_core::{instance::HostName, text::Code};

/// The host that was asked.
///
/// # Errors
/// [`Code::RequestBad`] when there is no `Host` or more than one, when it is no host, and when an absolute target
/// names another.
pub(super) fn of(parts: &Parts) -> Result<HostName, Refusal> {
    let host = field(parts).ok_or(Refusal::of(Code::RequestBad))?;
    if let Some(authority) = parts.uri.authority()
        && !authority.as_str().eq_ignore_ascii_case(host)
    {
        return Err(Refusal::of(Code::RequestBad));
    }
    without_port(host)
        .and_then(|name| name.parse().ok())
        .ok_or(Refusal::of(Code::RequestBad))
}

/// The one `Host` field, with the port.
pub(super) fn field(parts: &Parts) -> Option<&str> {
    let mut values = parts.headers.get_all(header::HOST).iter();
    match (values.next().map(HeaderValue::to_str), values.next()) {
        (Some(Ok(host)), None) => Some(host),
        _ => None,
    }
}

fn without_port(host: &str) -> Option<&str> {
    let end = if host.starts_with('[') {
        host.find(']')? + 1
    } else {
        host.find(':').unwrap_or(host.len())
    };
    let (name, port) = host.split_at(end);
    let good_port = match port.strip_prefix(':') {
        None => port.is_empty(),
        Some(digits) => digits.len() <= 5 && digits.bytes().all(|b| b.is_ascii_digit()),
    };
    (good_port && !name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_read_without_its_port() {
        assert_eq!(without_port("a.example:8360"), Some("a.example"));
        assert_eq!(without_port("a.example"), Some("a.example"));
        assert_eq!(without_port("[::1]:80"), Some("[::1]"));
        assert_eq!(without_port("[::1]"), Some("[::1]"));
        for bad in ["", ":80", "a:b", "a:1:2", "[::1", "[::1]x", "a:999999"] {
            assert_eq!(without_port(bad), None, "{bad:?}");
        }
    }
}
