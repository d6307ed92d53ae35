use super::InstanceId;
use crate::{
    access::{SessionKey, UserId},
    ambient::Random,
    hex::hex,
    text::Code,
};
use jiff::Timestamp;
use std::fmt;

/// What ties an answer, its log lines and its record of activity together: 16 hexadecimal digits, also in the
/// response header `X-Correlation-Id`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CorrelationId(String);

impl CorrelationId {
    /// A new one.
    pub fn new(random: &dyn Random) -> Self {
        let mut bytes = [0; 8];
        random.fill(&mut bytes);
        Self(hex(&bytes))
    }

    /// One that a store kept.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One line of an instance's record of activity: what happened and how it ended, without any personal value,
/// secret or value that was searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Whose.
    pub instance: InstanceId,
    /// When.
    pub at: Timestamp,
    /// Under which correlation id.
    pub correlation: CorrelationId,
    /// By whom, where that is known.
    pub user: Option<UserId>,
    /// In which session, where there is one.
    pub session: Option<SessionKey>,
    /// What happened.
    pub kind: ActivityKind,
    /// How it ended.
    pub outcome: Code,
    /// The platform that a link names.
    pub platform: Option<String>,
    /// What a link searched, and how much it found.
    pub search: Option<SearchTrace>,
}

/// The object that was searched and how many records were found: never what was searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchTrace {
    /// The object.
    pub object: crate::record::Object,
    /// The number of records found, 1,000 at most.
    pub count: u32,
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ActivityKind {
    /// A link opened its search or record.
    LinkOpened,
    /// A link could not be read, or its token was refused.
    LinkRefused,
    /// Somebody signed in, or tried to.
    SignIn,
    /// Somebody signed out.
    SignOut,
}

impl ActivityKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::LinkOpened, Self::LinkRefused, Self::SignIn, Self::SignOut];

    /// The stable word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LinkOpened => "link_opened",
            Self::LinkRefused => "link_refused",
            Self::SignIn => "sign_in",
            Self::SignOut => "sign_out",
        }
    }
}
