//! The proxies in front of this server, as a setting.

use ipnet::IpNet;
use std::{fmt, net::IpAddr, str::FromStr};

/// The networks of the proxies whose word is taken for whom a request comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TrustedProxies(Vec<IpNet>);

/// A text that lists no networks.
#[derive(Debug)]
pub(crate) struct BadProxies;

impl fmt::Display for BadProxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("networks separated by commas are expected, such as 10.0.0.0/8,192.0.2.7,fd00::/8")
    }
}

impl std::error::Error for BadProxies {}

impl TrustedProxies {
    /// The networks.
    pub(crate) fn networks(&self) -> &[IpNet] {
        &self.0
    }
}

impl FromStr for TrustedProxies {
    type Err = BadProxies;

    /// A text with nothing in it lists none.
    fn from_str(text: &str) -> Result<Self, BadProxies> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let network = |text: &str| -> Option<IpNet> {
            let text = text.trim();
            let alone = || text.parse::<IpAddr>().ok().map(IpNet::from);
            text.parse().ok().or_else(alone)
        };
        let networks: Option<_> = text.split(',').map(network).collect();
        networks.map(Self).ok_or(BadProxies)
    }
}

impl fmt::Display for TrustedProxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let networks: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&networks.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_and_single_addresses_are_read() {
        for (text, shown) in [
            ("", ""),
            ("10.0.0.0/8", "10.0.0.0/8"),
            (" 192.0.2.7 , fd00::/8 ", "192.0.2.7/32,fd00::/8"),
            ("::1", "::1/128"),
        ] {
            assert_eq!(text.parse::<TrustedProxies>().unwrap().to_string(), shown);
        }
        for bad in [
            ",",
            "10.0.0.0/33",
            "10.0.0.0/8,",
            "proxy.example",
            "10.0.0.0/8;10.1.0.0/8",
            "*",
        ] {
            assert!(bad.parse::<TrustedProxies>().is_err(), "{bad}");
        }
    }
}
