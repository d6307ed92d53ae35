use crate::{
    access::{
        BadUserName,
        throttle::{Refused, Throttled},
    },
    store::StoreError,
    text::{Code, Coded},
};
use secrecy::SecretString;

/// What an external system sends: the page's five fields.
#[derive(Clone, Copy)]
pub struct ExternalCredentials<'a> {
    /// The user's name.
    pub user: &'a str,
    /// The user's password.
    pub pass: &'a str,
    /// The instance's name.
    pub company: &'a str,
    /// The instance's secretkey.
    pub secretkey: &'a str,
    /// The instance's clientkey.
    pub clientkey: &'a str,
}

impl ExternalCredentials<'_> {
    /// The wire names of the fields that have nothing in them.
    pub(super) fn blank(&self) -> Vec<&'static str> {
        [
            ("user", self.user),
            ("pass", self.pass),
            ("company", self.company),
            ("secretkey", self.secretkey),
            ("clientkey", self.clientkey),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.trim().is_empty().then_some(name))
        .collect()
    }
}

/// What an external system gets.
#[derive(Clone, Debug)]
pub struct ExternalToken {
    /// The token for links.
    pub token: SecretString,
    /// How long it is good, in seconds.
    pub expires_in_secs: u64,
    /// Whether the user was made.
    pub user_created: bool,
}

/// Why an external system gets no token.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogInExternallyError {
    /// Fields are missing or blank. Nothing was looked up, and nothing was done.
    #[error("fields are missing or blank: {}", .fields.join(", "))]
    Blank {
        /// Their names on the wire.
        fields: Vec<&'static str>,
    },
    /// The name cannot be a user's.
    #[error(transparent)]
    Name(#[from] BadUserName),
    /// The password cannot be one.
    #[error("the password is longer than 1,024 bytes")]
    Password,
    /// An unknown company, another key, another password, or a user who may not come in: one answer for all.
    #[error("the external system's credentials are refused")]
    Refused,
    /// Too many tries failed.
    #[error(transparent)]
    Throttled(#[from] Throttled),
    /// External systems made [`USERS_MADE_AN_HOUR`](super::USERS_MADE_AN_HOUR) users within the hour.
    #[error("too many users were made within an hour")]
    TooManyUsers,
    /// A store or the hasher did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Refused> for LogInExternallyError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Throttled(throttled) => Self::Throttled(throttled),
            Refused::Store(error) => Self::Store(error),
        }
    }
}

impl Coded for LogInExternallyError {
    fn code(&self) -> Code {
        match self {
            Self::Blank { .. } => Code::ExternalFieldsMissing,
            Self::Name(_) => Code::UserNameBad,
            Self::Password => Code::PasswordTooLong,
            Self::Refused => Code::ExternalLoginRefused,
            Self::Throttled(throttled) => throttled.code(),
            Self::TooManyUsers => Code::TooManyUsersMade,
            Self::Store(error) => error.code(),
        }
    }

    fn retry_after_secs(&self) -> Option<u32> {
        match self {
            Self::Throttled(throttled) => throttled.retry_after_secs(),
            Self::TooManyUsers => Some(600),
            _ => None,
        }
    }
}
