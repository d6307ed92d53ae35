use super::{ActivityDays, CorrelationId};
use crate::{redacted::redacted, text::Language};
use jiff::tz::TimeZone;
use std::{fmt, net::IpAddr, str::FromStr, sync::Arc};

/// An instance's key in every store. Every query carries one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InstanceId(pub i64);

impl fmt::Display for InstanceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One company's installation: whom it answers, and how it reads and writes.
#[derive(Clone, Debug)]
pub struct Instance {
    /// Its key.
    pub id: InstanceId,
    /// Its name, which is also the `company` of `authexternalsystem`.
    pub name: InstanceName,
    /// The hosts that it answers; none means every host, while it is the only instance.
    pub hosts: Vec<HostName>,
    /// Case numbers carry the date in this zone.
    pub time_zone: TimeZone,
    /// The language of its pages and messages.
    pub language: Language,
    /// Where its phone numbers are at home.
    pub country: Country,
    /// How many digits a national phone number has.
    pub national_length: NationalLength,
    /// The pages that may show the console in a frame; none but its own when there are none.
    pub frame_origins: Vec<FrameOrigin>,
    /// How many days its record of activity is kept.
    pub activity_days: ActivityDays,
    /// Whether records are still found by an earlier national length.
    pub reindexing: bool,
    /// The state of the settings, counted up with every change.
    pub version: i64,
}

/// What somebody does before it is known who they are: at which instance, from where, and under which correlation id.
#[derive(Clone)]
pub struct Visit {
    /// The instance that the host chose.
    pub instance: Arc<Instance>,
    /// What ties the answer, the log and the record of activity together.
    pub correlation: CorrelationId,
    /// The address that they come from, where it is known. It is personal: it is never written down as it is.
    pub from: Option<IpAddr>,
}

/// A setting of an instance that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadInstanceSetting {
    /// A name is 1 to 60 of `a-z`, `0-9`, `-` and `_`.
    #[error("an instance's name is 1 to 60 of the characters a-z, 0-9, - and _")]
    Name,
    /// A host is a DNS name or an address, without a scheme, a port or a path.
    #[error("a host is a DNS name or an address, without a scheme, a port or a path")]
    Host,
    /// A time zone is a name of the IANA database.
    #[error("a time zone is a name of the IANA database, such as America/Santiago")]
    TimeZone,
    /// A country is two letters.
    #[error("a country is an ISO 3166-1 code of two letters, such as CL")]
    Country,
    /// A national number has 6 to 15 digits.
    #[error("a national number has 6 to 15 digits")]
    NationalLength,
    /// A record of activity is kept 1 to 3,650 days.
    #[error("a record of activity is kept 1 to 3,650 days")]
    ActivityDays,
    /// An origin is `https://host`, with a port where it is not the usual one, and nothing else.
    #[error("an origin is https:// and a host, without a path, such as https://apps.mypurecloud.com")]
    FrameOrigin,
}

/// An instance's name: what `company` says on the wire. Kept in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InstanceName(String);

impl InstanceName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for InstanceName {
    type Err = BadInstanceSetting;

    fn from_str(name: &str) -> Result<Self, BadInstanceSetting> {
        let name = name.trim().to_ascii_lowercase();
        let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
        if name.is_empty() || name.len() > 60 || !name.bytes().all(good) {
            return Err(BadInstanceSetting::Name);
        }
        Ok(Self(name))
    }
}

impl fmt::Display for InstanceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A host as it stands in `Host`, without the port, in lower case, without a closing dot.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostName(String);

impl HostName {
    /// The host.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for HostName {
    type Err = BadInstanceSetting;

    fn from_str(host: &str) -> Result<Self, BadInstanceSetting> {
        let host = host.trim();
        match url::Host::parse(host.strip_suffix('.').unwrap_or(host)) {
            Ok(url::Host::Domain(domain)) if is_dns_name(&domain) => Ok(Self(domain)),
            Ok(url::Host::Ipv4(address)) => Ok(Self(address.to_string())),
            Ok(url::Host::Ipv6(address)) => Ok(Self(format!("[{address}]"))),
            _ => Err(BadInstanceSetting::Host),
        }
    }
}

fn is_dns_name(name: &str) -> bool {
    let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    name.len() <= 253
        && name
            .split('.')
            .all(|label| (1..=63).contains(&label.len()) && label.bytes().all(good))
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The origin of pages that may show the console in a frame, such as the desktop of a contact-centre platform:
/// `https://host`, with a port where it is not the usual one. On this machine itself (`localhost`, `127.0.0.1`) it may be
/// `http` too.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FrameOrigin(String);

impl FrameOrigin {
    /// How many an instance has at the most: all of them stand in a header of every answer.
    pub const MOST: usize = 20;

    /// The origin, as browsers write it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FrameOrigin {
    type Err = BadInstanceSetting;

    fn from_str(text: &str) -> Result<Self, BadInstanceSetting> {
        let bad = BadInstanceSetting::FrameOrigin;
        let url = url::Url::parse(text.trim()).map_err(|_| bad)?;
        let nothing_else = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let host = url.host_str().ok_or(bad)?;
        host.parse::<HostName>()?;
        let good = match url.scheme() {
            "https" => true,
            "http" => matches!(host, "localhost" | "127.0.0.1" | "[::1]"),
            _ => false,
        };
        match good && nothing_else {
            true => Ok(Self(url.origin().ascii_serialization())),
            false => Err(bad),
        }
    }
}

impl fmt::Display for FrameOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A country, as ISO 3166-1 writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// Chile, where the vendor is.
    pub const CHILE: Self = Self(*b"CL");

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Country {
    type Err = BadInstanceSetting;

    fn from_str(code: &str) -> Result<Self, BadInstanceSetting> {
        match *code.trim().to_ascii_uppercase().as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([a, b])),
            _ => Err(BadInstanceSetting::Country),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How many digits a national phone number has: numbers that have at least so many are equal when their
/// last so many digits are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NationalLength(u8);

impl NationalLength {
    /// A length in digits.
    ///
    /// # Errors
    /// [`BadInstanceSetting::NationalLength`] for fewer than 6 or more than 15.
    pub const fn new(digits: u8) -> Result<Self, BadInstanceSetting> {
        match digits {
            6..=15 => Ok(Self(digits)),
            _ => Err(BadInstanceSetting::NationalLength),
        }
    }

    /// The length in digits.
    #[must_use]
    pub const fn digits(self) -> u8 {
        self.0
    }

    /// What is usual in a country: 9 for Chile and wherever nothing else is known.
    #[must_use]
    pub fn usual_in(country: Country) -> Self {
        Self(match country.as_str() {
            "AR" | "CA" | "CO" | "DO" | "GB" | "IN" | "JM" | "MX" | "PR" | "US" | "VE" => 10,
            "BR" => 11,
            "BO" | "CR" | "GT" | "HN" | "NI" | "PA" | "SV" | "UY" => 8,
            _ => 9,
        })
    }
}

impl Default for NationalLength {
    fn default() -> Self {
        Self::usual_in(Country::CHILE)
    }
}

redacted!(Visit);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host_and_nothing_else() {
        let read = |text: &str| text.parse::<FrameOrigin>().map(|origin| origin.to_string());
        for (text, origin) in [
            ("https://apps.mypurecloud.com", "https://apps.mypurecloud.com"),
            (
                " HTTPS://Apps.MyPureCloud.com:443/ ",
                "https://apps.mypurecloud.com",
            ),
            ("https://a.example:8443", "https://a.example:8443"),
            ("http://localhost:8000", "http://localhost:8000"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(origin), "{text}");
        }
        for bad in [
            "",
            "*",
            "https://*.example",
            "apps.mypurecloud.com",
            "http://apps.mypurecloud.com",
            "https://a.example/desktop",
            "https://a.example?x",
            "https://u:p@a.example",
            "https://a.example; script-src *",
            "https://a.example\r\nX: y",
            "data:text/html,x",
            "null",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_host_is_a_name_or_an_address_and_nothing_else() {
        let read = |text: &str| text.parse::<HostName>().map(|host| host.to_string());
        assert_eq!(read(" Consola.Example. ").as_deref(), Ok("consola.example"));
        assert_eq!(read("127.0.0.1").as_deref(), Ok("127.0.0.1"));
        assert_eq!(read("[::1]").as_deref(), Ok("[::1]"));
        for bad in ["", ".", "*.x.cl", "a..b", "a/b", "a:1", "a b", "http://a"] {
            assert_eq!(read(bad), Err(BadInstanceSetting::Host), "{bad}");
        }
    }
}
