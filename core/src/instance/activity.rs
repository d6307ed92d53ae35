use super::InstanceId;
use crate::{
    access::{Actor, SessionKey, UserId},
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

impl Activity {
    /// What an actor did, of which no link or search is to be told.
    #[must_use]
    pub fn of_actor(actor: &Actor, kind: ActivityKind, at: Timestamp, outcome: Code) -> Self {
        Self {
            instance: actor.instance().id,
            at,
            correlation: actor.visit().correlation.clone(),
            user: actor.user(),
            session: actor.session(),
            kind,
            outcome,
            platform: None,
            search: None,
        }
    }
}

/// The object that was searched and how many records were found: never what was searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchTrace {
    /// The object.
    pub object: crate::record::Object,
    /// The number of records found, 1,000 at most.
    pub count: u32,
}

/// What lines of activity are looked for. What is `None` is not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ActivityFilter {
    /// What happened.
    pub kind: Option<ActivityKind>,
    /// Whether it went well.
    pub went_well: Option<bool>,
    /// The platform of the link, without case.
    pub platform: Option<String>,
    /// The correlation id.
    pub correlation: Option<String>,
    /// From when on.
    pub from: Option<Timestamp>,
    /// Before when.
    pub to: Option<Timestamp>,
}

/// How many links of a platform were opened, or refused, within an hour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityCount {
    /// When the hour began.
    pub hour: Timestamp,
    /// The platform in lower case; none where the link could not be read.
    pub platform: Option<String>,
    /// Whether they went well.
    pub went_well: bool,
    /// How many.
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
    /// An external system signed a user in, or tried to.
    ExternalLogin,
    /// The secretkey of external systems was replaced.
    SecretRegenerated,
    /// A session was ended by an administrator.
    SessionEnded,
    /// A user changed their own password, or tried to.
    PasswordChanged,
    /// Another system reported an interaction that is to have a case.
    CaseReported,
}

impl ActivityKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::LinkOpened,
        Self::LinkRefused,
        Self::SignIn,
        Self::SignOut,
        Self::ExternalLogin,
        Self::SecretRegenerated,
        Self::SessionEnded,
        Self::PasswordChanged,
        Self::CaseReported,
    ];

    /// The kind of that word.
    #[must_use]
    pub fn of_str(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The stable word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LinkOpened => "link_opened",
            Self::LinkRefused => "link_refused",
            Self::SignIn => "sign_in",
            Self::SignOut => "sign_out",
            Self::ExternalLogin => "external_login",
            Self::SecretRegenerated => "secret_regenerated",
            Self::SessionEnded => "session_ended",
            Self::PasswordChanged => "password_changed",
            Self::CaseReported => "case_reported",
        }
    }
}
