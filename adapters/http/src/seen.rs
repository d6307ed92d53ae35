use crate::{
    chrome::Chrome,
    layers::Asked,
    pages::ErrorPage,
    refusal::Refusal,
    respond,
    return_path::{login_address, password_address},
    routes::{Handler, Method, Route, table},
    settings::Site,
};
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use ba360_core::{
    access::{Actor, Entered},
    instance::{CorrelationId, FrameOrigin, HostName, Visit},
    text::{Code, Language},
};
use serde::Serialize;
use std::{borrow::Cow, net::IpAddr};
use utoipa::ToSchema;

/// What is known of a request so far, so that a refusal at any layer becomes as good a page as it can.
pub(crate) struct Seen {
    pub(crate) correlation: CorrelationId,
    /// The address that the request comes from.
    pub(crate) from: Option<IpAddr>,
    /// The raw target behind the base.
    pub(crate) target: String,
    pub(crate) visit: Option<Visit>,
    pub(crate) actor: Option<Actor>,
    pub(crate) form_token: String,
    pub(crate) route: Option<&'static Route>,
    /// Whether all that we read of the request was read.
    pub(crate) read_whole: bool,
}

/// Why a request was refused: a problem document (RFC 9457).
#[derive(Serialize, ToSchema)]
pub(crate) struct Problem<'p> {
    /// The words of the status.
    title: &'p str,
    /// The status again.
    status: u16,
    /// What it is, in a stable word: see the page of the codes.
    code: &'p str,
    /// What a person reads, in the language of the instance.
    detail: &'p str,
    /// What ties the answer, the log and the record of activity together; also in the header `X-Correlation-Id`.
    correlation_id: &'p str,
    /// The fields of the request that it is about, where it is about some.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<String>)]
    fields: &'p [Cow<'static, str>],
}

impl Seen {
    /// What is known at the beginning.
    pub(crate) const fn new(correlation: CorrelationId, from: Option<IpAddr>, target: String) -> Self {
        Self {
            correlation,
            from,
            target,
            visit: None,
            actor: None,
            form_token: String::new(),
            route: None,
            read_whole: false,
        }
    }

    /// The instance and the user are known.
    pub(crate) fn entered(&mut self, entered: Entered, form_token: Option<String>) {
        self.visit = Some(entered.visit);
        self.actor = entered.actor;
        self.form_token = form_token.unwrap_or_default();
    }

    /// Looks up the instance for a request that was refused before anybody asked for it, so that it is refused in the
    /// language of the instance.
    pub(crate) async fn greet(&mut self, site: &Site, host: &HostName, refusal: &Refusal) {
        let in_vain = matches!(refusal.code(), Code::HostUnknown | Code::StoreUnavailable);
        if self.visit.is_none()
            && !in_vain
            && let Ok(entered) = site
                .app
                .enter
                .run(self.correlation.clone(), host, self.from, None)
                .await
        {
            self.visit = Some(entered.visit);
        }
    }

    /// The pages that may show the answer in a frame.
    pub(crate) fn frame_origins(&self) -> &[FrameOrigin] {
        self.visit
            .as_ref()
            .map_or(&[], |visit| &visit.instance.frame_origins)
    }

    /// What a refusal looks like: the way to the login, a problem document for a program, or a page.
    pub(crate) fn show(&self, site: &Site, asked: Asked, refusal: &Refusal) -> Response {
        let code = refusal.code();
        let made = match &self.visit {
            Some(visit) if code == Code::SignInNeeded && !self.for_a_program() => {
                let back = self.route.filter(|route| route.method == Method::Get);
                let path = back.map_or("", |_| self.target.as_str());
                respond::see_other(&login_address(site, visit.instance.id, path))
            }
            Some(visit) if code == Code::PasswordTemporary && !self.for_a_program() => {
                let back = self.route.filter(|route| route.method == Method::Get);
                let path = back.map_or("", |_| self.target.as_str());
                respond::see_other(&password_address(site, visit.instance.id, path))
            }
            _ if self.for_a_program() => self.problem(refusal),
            _ => self.page(site, refusal),
        };
        let mut response = made.unwrap_or_else(|_| {
            let mut bare = Response::new(Body::empty());
            *bare.status_mut() = refusal.status();
            bare
        });
        respond::retry_after(&mut response, refusal.retry_after_secs());
        if let Asked::OtherMethod(path) = asked
            && code == Code::MethodRefused
        {
            response.headers_mut().insert(header::ALLOW, allowed(path));
        }
        if response.status() == StatusCode::UNAUTHORIZED
            && matches!(self.route.map(|route| route.handler), Some(Handler::Api(_)))
        {
            let challenge = HeaderValue::from_static(match code {
                Code::AccessTokenRefused => "Bearer realm=\"ba360\", error=\"invalid_token\"",
                _ => "Bearer realm=\"ba360\"",
            });
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
        }
        respond::log_as(&mut response, code);
        response
    }

    fn for_a_program(&self) -> bool {
        self.target.starts_with("/api/") || self.target.starts_with("/ba360/")
    }

    fn language(&self) -> Language {
        self.visit
            .as_ref()
            .map_or_else(Language::default, |visit| visit.instance.language)
    }

    fn page(&self, site: &Site, refusal: &Refusal) -> Result<Response, Refusal> {
        let base = &site.settings.base;
        let chrome = match &self.visit {
            Some(visit) => Chrome::new(base, visit, self.actor.as_ref(), self.route, &self.form_token),
            None => Chrome::bare(base, self.language(), self.correlation.as_str()),
        };
        let page = ErrorPage {
            chrome,
            status: refusal.status().as_u16(),
            code: refusal.code().as_str(),
            message: refusal.code().words(self.language()),
            link: None,
        };
        respond::refused(refusal.code(), &page)
    }

    fn problem(&self, refusal: &Refusal) -> Result<Response, Refusal> {
        let status = refusal.status();
        let problem = Problem {
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            code: refusal.code().as_str(),
            detail: refusal.code().words(self.language()),
            correlation_id: self.correlation.as_str(),
            fields: refusal.fields(),
        };
        let mut response = respond::json("application/problem+json", &problem)?;
        *response.status_mut() = status;
        Ok(response)
    }
}

/// The methods that a path takes.
fn allowed(path: &str) -> HeaderValue {
    let takes = |method: &Method| table().any(|route| route.path == path && route.method == *method);
    let words = Method::ALL.into_iter().filter(takes).map(|method| match method {
        Method::Get => "GET, HEAD",
        other => other.as_str(),
    });
    HeaderValue::try_from(words.collect::<Vec<_>>().join(", ")).unwrap_or(HeaderValue::from_static(""))
}
