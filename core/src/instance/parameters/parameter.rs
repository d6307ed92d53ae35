use super::KeptParameter;
use crate::{
    redacted::redacted,
    seal::SealedText,
    text::{Code, Coded},
};
use std::{fmt, net::IpAddr, str::FromStr};

/// What stands in the place of a secret.
pub const SHOWN_SECRET: &str = "••••••••";

/// A parameter's name: 1 to 60 of `a-z`, `0-9` and `_`, exactly as the page writes it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParameterName(String);

/// What is wrong with a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadParameter {
    /// A name is 1 to 60 of `a-z`, `0-9` and `_`.
    #[error("a parameter's name is 1 to 60 of the characters a-z, 0-9 and _")]
    Name,
    /// A value has 1 to 2,000 characters, without control characters.
    #[error("a parameter's value has 1 to 2,000 characters, without control characters")]
    Value,
    /// `ext_sys_url` is an `https` address of a host that is not on a private network, without user, password, query or
    /// fragment.
    #[error("the address of the service cannot be used")]
    Address,
}

impl Coded for BadParameter {
    fn code(&self) -> Code {
        match self {
            Self::Name => Code::ParameterNameBad,
            Self::Value => Code::ParameterValueBad,
            Self::Address => Code::ParameterAddressBad,
        }
    }
}

impl ParameterName {
    /// The address of the service that keeps conversations.
    pub const EXT_SYS_URL: &str = "ext_sys_url";
    /// The password at the service that keeps conversations: always a secret.
    pub const EXT_SYS_PASS: &str = "ext_sys_pass";

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the parameter of that name is a secret, whatever anybody says.
    #[must_use]
    pub fn is_always_secret(&self) -> bool {
        self.0 == Self::EXT_SYS_PASS
    }

    /// Takes a value for the parameter of that name, trimmed.
    ///
    /// # Errors
    /// [`BadParameter`] when it cannot be one.
    pub fn value(&self, typed: &str) -> Result<String, BadParameter> {
        let value = typed.trim();
        let good =
            !value.is_empty() && value.chars().count() <= 2_000 && !value.chars().any(char::is_control);
        if !good {
            return Err(BadParameter::Value);
        }
        if self.0 == Self::EXT_SYS_URL && !is_service_address(value) {
            return Err(BadParameter::Address);
        }
        Ok(value.to_owned())
    }
}

/// Whether an address can be that of a service outside: what a name resolves to is asked again when it is used.
fn is_service_address(text: &str) -> bool {
    let Ok(url) = url::Url::parse(text) else {
        return false;
    };
    let bare = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    let outside = match url.host() {
        Some(url::Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name.contains('.') && !name.ends_with(".localhost") && !name.ends_with(".local")
        }
        Some(url::Host::Ipv4(address)) => is_outside(address.into()),
        Some(url::Host::Ipv6(address)) => is_outside(address.into()),
        None => false,
    };
    url.scheme() == "https" && bare && outside
}

fn is_outside(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(it) => {
            !(it.is_private()
                || it.is_loopback()
                || it.is_link_local()
                || it.is_unspecified()
                || it.is_broadcast()
                || it.is_multicast()
                || it.is_documentation()
                || it.octets()[0] == 0
                || (it.octets()[0] == 100 && (it.octets()[1] & 0xc0) == 64))
        }
        IpAddr::V6(it) => {
            !(it.is_loopback()
                || it.is_unspecified()
                || it.is_multicast()
                || it.is_unique_local()
                || it.is_unicast_link_local())
        }
    }
}

impl FromStr for ParameterName {
    type Err = BadParameter;

    fn from_str(name: &str) -> Result<Self, BadParameter> {
        let name = name.trim();
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
        match (1..=60).contains(&name.len()) && name.bytes().all(good) {
            true => Ok(Self(name.to_owned())),
            false => Err(BadParameter::Name),
        }
    }
}

impl fmt::Display for ParameterName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum ParameterValue {
    /// One that is shown.
    Plain(String),
    /// A secret.
    Sealed(SealedText),
}

redacted!(ParameterValue);

/// A parameter as an administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownParameter {
    /// The name.
    pub name: ParameterName,
    /// The value; `None` for a secret.
    pub value: Option<String>,
    /// The state, counted up with every change.
    pub version: i64,
}

impl From<KeptParameter> for ShownParameter {
    fn from(kept: KeptParameter) -> Self {
        Self {
            name: kept.name,
            value: match kept.value {
                ParameterValue::Plain(value) => Some(value),
                ParameterValue::Sealed(_) => None,
            },
            version: kept.version,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a6_a7_the_services_address_is_https_and_outside() {
        let name: ParameterName = "ext_sys_url".parse().unwrap();
        for good in [
            "https://social.beaware360.com",
            "https://social.beaware360.com:8443/api/v2",
            "https://93.184.216.34/",
        ] {
            assert_eq!(name.value(good).as_deref(), Ok(good));
        }
        for bad in [
            "http://social.beaware360.com",
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "https://127.0.0.1",
            "https://0x7f000001/",
            "https://2130706433/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest",
            "https://10.1.2.3",
            "https://100.64.0.1",
            "https://localhost",
            "https://a.localhost",
            "https://intranet",
            "https://user:pass@social.beaware360.com",
            "https://social.beaware360.com/?a=b",
            "https://social.beaware360.com/#a",
        ] {
            assert_eq!(name.value(bad), Err(BadParameter::Address), "{bad}");
        }
        assert_eq!(name.value("https://a.example\r\nX: y"), Err(BadParameter::Value));
    }

    #[test]
    fn a_name_is_exactly_as_the_page_writes_it() {
        assert!("ext_sys_user".parse::<ParameterName>().is_ok());
        for bad in ["", "Ext_sys_user", "ext sys", "ext-sys", "ñ", &"a".repeat(61)] {
            assert_eq!(bad.parse::<ParameterName>(), Err(BadParameter::Name), "{bad}");
        }
    }
}
