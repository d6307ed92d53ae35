use axum::http::StatusCode;
use ba360_core::text::{Code, Coded};
use std::{error::Error, fmt};

/// Why a handler does not answer what was asked for: a stable code, and what caused it, for the log alone.
///
/// Every refusal of a use case becomes one by `?`. The page or the problem document is made of it in one place.
pub(crate) struct Refusal {
    code: Code,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Refusal {
    /// A refusal of the web's own.
    pub(crate) const fn of(code: Code) -> Self {
        Self { code, source: None }
    }

    /// The stable code.
    pub(crate) const fn code(&self) -> Code {
        self.code
    }

    /// The status that goes with the code.
    pub(crate) const fn status(&self) -> StatusCode {
        status(self.code)
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
pub(crate) const fn status(code: Code) -> StatusCode {
    match code {
        Code::Ok => StatusCode::OK,
        Code::StoreUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::StoreFailed | Code::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
        Code::StoreConflict | Code::InstanceTaken | Code::UserTaken | Code::RecordStale => {
            StatusCode::CONFLICT
        }
        Code::HostUnknown
        | Code::InstanceUnknown
        | Code::PageUnknown
        | Code::UserUnknown
        | Code::RecordUnknown
        | Code::ContactUnknown
        | Code::AccountUnknown
        | Code::InteractionUnknown => StatusCode::NOT_FOUND,
        Code::CredentialsRefused | Code::TokenRefused | Code::SignInNeeded => StatusCode::UNAUTHORIZED,
        Code::NoRole | Code::NotPermitted | Code::FormStale => StatusCode::FORBIDDEN,
        Code::MethodRefused => StatusCode::METHOD_NOT_ALLOWED,
        Code::RequestTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::TargetTooLong => StatusCode::URI_TOO_LONG,
        Code::HeadersTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        Code::RequestTooSlow => StatusCode::REQUEST_TIMEOUT,
        Code::MediaTypeRefused => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        // Everything else is about what was sent: links, values, names.
        _ => StatusCode::BAD_REQUEST,
    }
}
