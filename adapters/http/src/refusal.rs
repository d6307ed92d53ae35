use axum::http::StatusCode;
use ba360_core::text::{Code, Coded};
use std::{borrow::Cow, error::Error, fmt};

/// After how many seconds something may be tried again of which nothing better is known.
const SOON_SECS: u32 = 5;

/// Why a handler does not answer what was asked for: a stable code, and what caused it, for the log alone.
///
/// Every refusal of a use case becomes one by `?`. The page or the problem document is made of it in one place.
pub(crate) struct Refusal {
    code: Code,
    /// After how many seconds the same may be tried again, where that is known.
    retry_after_secs: Option<u32>,
    /// The names of the fields that it is about, for a problem document.
    fields: Vec<Cow<'static, str>>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Refusal {
    /// A refusal of the web's own.
    pub(crate) const fn of(code: Code) -> Self {
        Self {
            code,
            retry_after_secs: None,
            fields: Vec::new(),
            source: None,
        }
    }

    /// The stable code.
    pub(crate) const fn code(&self) -> Code {
        self.code
    }

    /// The status that goes with the code.
    pub(crate) const fn status(&self) -> StatusCode {
        status(self.code)
    }

    /// The same refusal, about some fields.
    pub(crate) fn about<F: Into<Cow<'static, str>>>(mut self, fields: impl IntoIterator<Item = F>) -> Self {
        self.fields = fields.into_iter().map(Into::into).collect();
        self
    }

    /// The names of the fields that it is about.
    pub(crate) fn fields(&self) -> &[Cow<'static, str>] {
        &self.fields
    }

    /// After how many seconds the same may be tried again: for whoever tries too often, and where the system is not
    /// available.
    pub(crate) fn retry_after_secs(&self) -> Option<u32> {
        match self.status() {
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
                Some(self.retry_after_secs.unwrap_or(SOON_SECS))
            }
            _ => None,
        }
    }

    /// What caused it.
    pub(crate) fn source(&self) -> Option<&(dyn Error + Send + Sync)> {
        self.source.as_deref()
    }
}

impl<E: Coded + Error + Send + Sync + 'static> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self {
            code: error.code(),
            retry_after_secs: error.retry_after_secs(),
            fields: Vec::new(),
            source: Some(Box::new(error)),
        }
    }
}

impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refusal({})", self.code)
    }
}

/// The status that goes with a code: the only place where the two meet.
///
/// A code that has no row here is one that no request ends with, such as a finding about a link; should one come
/// after all, the fault is ours.
pub(crate) const fn status(code: Code) -> StatusCode {
    match row(code) {
        Some(status) => status,
        None => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The table. [`Code`] may grow, so the compiler cannot ask for a row of a new one; the test below does.
const fn row(code: Code) -> Option<StatusCode> {
    Some(match code {
        Code::Ok => StatusCode::OK,
        // What was sent cannot be: a link, a value, a name.
        Code::LinkTooLong
        | Code::LinkAddress
        | Code::LinkPath
        | Code::LinkNotUtf8
        | Code::LinkEncodedTooOften
        | Code::LinkPlatformMissing
        | Code::LinkPlatformUnfilled
        | Code::LinkPlatformTooLong
        | Code::LinkChannelMissing
        | Code::LinkChannelUnfilled
        | Code::LinkChannelUnknown
        | Code::LinkInteractionIdMissing
        | Code::LinkInteractionIdUnfilled
        | Code::LinkInteractionIdTooLong
        | Code::LinkCriteriaMissing
        | Code::LinkCriteriaSyntax
        | Code::LinkCriteriaUnfinished
        | Code::LinkCriteriaTooDeep
        | Code::LinkCriteriaTrailing
        | Code::LinkLoneSurrogate
        | Code::LinkKeyRepeated
        | Code::LinkMixedFormats
        | Code::LinkValueType
        | Code::LinkValueTooLong
        | Code::LinkValueUnfilled
        | Code::LinkTokenUnfilled
        | Code::LinkControlCharacter
        | Code::RequestBad
        | Code::CredentialsBlank
        | Code::UserNameBad
        | Code::PasswordCurrentRefused
        | Code::PasswordBlank
        | Code::PasswordTooLong
        | Code::PasswordTooShort
        | Code::PasswordGuessable
        | Code::PasswordUnchanged
        | Code::PasswordsDiffer
        | Code::ExternalFieldsMissing
        | Code::DetailsEmpty
        | Code::ValueTooLong
        | Code::ValueControlCharacter
        | Code::ChannelMissing
        | Code::CaseNumberBad
        | Code::LabelBad
        | Code::EmailBad
        | Code::TimeZoneBad
        | Code::LanguageBad
        | Code::ParameterNameBad
        | Code::ParameterValueBad
        | Code::ParameterAddressBad
        | Code::OwnHostMissing
        | Code::TooManyOrigins
        | Code::InstanceSettingBad
        | Code::TooManyLinks => StatusCode::BAD_REQUEST,
        Code::CredentialsRefused
        | Code::ExternalLoginRefused
        | Code::TokenRefused
        | Code::AccessTokenRefused
        | Code::SignInNeeded => StatusCode::UNAUTHORIZED,
        Code::NoRole
        | Code::NotPermitted
        | Code::FormStale
        | Code::PermissionExceeds
        | Code::PasswordTemporary => StatusCode::FORBIDDEN,
        Code::HostUnknown
        | Code::InstanceUnknown
        | Code::PageUnknown
        | Code::UserUnknown
        | Code::RecordUnknown
        | Code::ContactUnknown
        | Code::AccountUnknown
        | Code::InteractionUnknown
        | Code::RoleUnknown
        | Code::GroupUnknown
        | Code::ParameterUnknown => StatusCode::NOT_FOUND,
        Code::MethodRefused => StatusCode::METHOD_NOT_ALLOWED,
        Code::RequestTooSlow => StatusCode::REQUEST_TIMEOUT,
        Code::StoreConflict
        | Code::InstanceTaken
        | Code::UserTaken
        | Code::RecordStale
        | Code::CaseDayFull
        | Code::LabelTaken
        | Code::RoleInUse
        | Code::GroupInUse
        | Code::HostTaken
        | Code::OneselfRefused
        | Code::LastAdministrator => StatusCode::CONFLICT,
        Code::RequestTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::TargetTooLong => StatusCode::URI_TOO_LONG,
        Code::MediaTypeRefused => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::HeadersTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        Code::TooManyTries | Code::TooManyUsersMade => StatusCode::TOO_MANY_REQUESTS,
        Code::StoreFailed | Code::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
        Code::StoreUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_status_unless_no_request_ends_with_it() {
        // Findings and explanations of links, what an import says of a row, what only the record of activity tells,
        // and what only a command ends with.
        let never = [
            Code::LinkCut,
            Code::LinkEncodedTwice,
            Code::LinkUnknownKey,
            Code::LinkIntegerValue,
            Code::LinkMigratedOneOfSeveral,
            Code::LinkSearchCase,
            Code::LinkSearchAccount,
            Code::LinkSearchContact,
            Code::LinkSearchNone,
            Code::RowRepeated,
            Code::RowWithoutIdentifier,
            Code::ExternalKeysRefused,
            Code::MasterKeyAnother,
        ];
        for &code in Code::ALL {
            assert_eq!(row(code).is_none(), never.contains(&code), "{code}");
        }
    }

    #[test]
    fn a_day_without_case_numbers_is_a_conflict() {
        assert_eq!(status(Code::CaseDayFull), StatusCode::CONFLICT);
    }
}
