//! Where a request comes from: the connection's other end, or, behind a proxy that is trusted, what it forwarded.

use axum::http::{HeaderMap, request::Parts};
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};

/// The address at the other end of the connection. [`serve`](crate::serve::serve) puts it into the extensions of every
/// request; who serves the router otherwise may do the same. Without it nobody is slowed down by address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

/// The address that a request comes from: the peer's, or the first from the right in `X-Forwarded-For` that is no
/// trusted proxy's. What stands further left anybody may have written.
pub(crate) fn of(parts: &Parts, trusted: &[IpNet]) -> Option<IpAddr> {
    let Peer(peer) = parts.extensions.get().copied()?;
    Some(behind(peer.to_canonical(), &parts.headers, trusted))
}

fn behind(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_proxy = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let fields = headers.get_all("x-forwarded-for").iter().rev();
    let mut forwarded = fields.flat_map(|field| field.as_bytes().rsplit(|&b| b == b','));
    let mut address = peer;
    while is_proxy(&address) {
        // A proxy that does not say whom it stands for is as far as one can see.
        match forwarded.next().and_then(read) {
            Some(next) => address = next,
            None => break,
        }
    }
    address
}

/// An address, with a port or without.
fn read(text: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(text.trim_ascii()).ok()?;
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let address = match bare.unwrap_or(text).parse::<IpAddr>() {
        Ok(address) => address,
        Err(_) => text.parse::<SocketAddr>().ok()?.ip(),
    };
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn from(peer: &str, forwarded: &[&'static str]) -> String {
        let trusted = ["10.0.0.0/8", "fd00::/8"].map(|network| network.parse().unwrap());
        let headers = forwarded
            .iter()
            .map(|value| {
                (
                    "x-forwarded-for".parse().unwrap(),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        behind(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn e16_what_was_forwarded_is_believed_of_trusted_proxies_alone() {
        assert_eq!(from("192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(from("10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(from("10.0.0.1", &["1.1.1.1, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(
            from("10.0.0.1", &["1.1.1.1,203.0.113.9 , 10.9.9.9"]),
            "203.0.113.9"
        );
        assert_eq!(from("10.0.0.1", &["1.1.1.1", "203.0.113.9"]), "203.0.113.9");
        assert_eq!(from("fd00::1", &["[2001:db8::1]:4711"]), "2001:db8::1");
        assert_eq!(from("fd00::1", &["::ffff:203.0.113.9"]), "203.0.113.9");
        assert_eq!(from("10.0.0.1", &["203.0.113.9:80"]), "203.0.113.9");
    }

    #[test]
    fn e16_what_is_no_address_leads_no_further() {
        for odd in ["unknown", "", "1.1.1.1, x", "1.1.1.1,", "_hidden", "999.1.1.1"] {
            assert_eq!(from("10.0.0.1", &[odd]), "10.0.0.1", "{odd}");
        }
        assert_eq!(from("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(from("10.0.0.1", &["10.0.0.2, 10.0.0.3"]), "10.0.0.2");
    }
}
