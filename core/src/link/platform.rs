use super::{Field, LinkError, MAX_PLATFORM_CHARS, rules};
use crate::redacted::redacted;
use crate::text::Code;
use std::{fmt, str::FromStr};

/// The name of the platform that opens a link: the page's `plataforma`. Trimmed, not blank, at most 60
/// characters (contract 1.2).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Platform(String);

impl Platform {
    /// Takes a platform's name by the same rules as a link does.
    ///
    /// # Errors
    ///
    /// `link_platform_missing`, `link_platform_unfilled`, `link_control_character` or `link_platform_too_long`.
    pub fn new(name: &str) -> Result<Self, LinkError> {
        let codes = [
            Code::LinkPlatformMissing,
            Code::LinkPlatformUnfilled,
            Code::LinkPlatformTooLong,
        ];
        rules::name(name, Field::Platform, codes, MAX_PLATFORM_CHARS).map(|name| Self(name.to_owned()))
    }

    /// The one that a link holds, which obeyed the rules when the link was read.
    pub(super) fn read(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The name as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Platform {
    type Err = LinkError;

    fn from_str(name: &str) -> Result<Self, LinkError> {
        Self::new(name)
    }
}

redacted!(Platform);
