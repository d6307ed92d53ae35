use crate::{
    chrome::Chrome,
    cookies::{Jar, Scope},
    fields::Fields,
    refusal::Refusal,
    routes::Route,
    settings::Site,
};
use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use ba360_core::{
    access::{Actor, SessionSecret},
    instance::Visit,
    text::{Code, Language},
};
use std::sync::Arc;

/// What a handler gets: where and who, and what was asked. Layers have checked all of it: the host, the session,
/// the form token, the permission of the route.
pub(crate) struct Call {
    /// The use cases and the settings.
    pub(crate) site: Arc<Site>,
    /// The instance and the correlation id.
    pub(crate) visit: Visit,
    /// Who is signed in, if anybody.
    pub(crate) actor: Option<Actor>,
    /// The row of the table that the request met.
    pub(crate) route: &'static Route,
    /// The raw target behind the base: the path and the query.
    pub(crate) target: String,
    /// The decoded parameters of the path, by name.
    pub(crate) params: Vec<(String, String)>,
    /// The fields of the query.
    pub(crate) query: Fields,
    /// The fields of the form; none unless it is a `POST`.
    pub(crate) form: Fields,
    /// What every form has to carry in its field `_token`.
    pub(crate) form_token: String,
    /// The host that was asked, with its port.
    pub(crate) authority: String,
    /// How many cookies the browser sent of the session's name.
    pub(crate) session_cookies: usize,
    /// Whether a look is all that is wanted: `HEAD`, or a browser's prefetch.
    pub(crate) only_a_look: bool,
}

impl Call {
    /// Who is signed in.
    ///
    /// # Errors
    /// The way to the login when nobody is.
    pub(crate) fn actor(&self) -> Result<&Actor, Refusal> {
        self.actor.as_ref().ok_or_else(|| Refusal::of(Code::SignInNeeded))
    }

    /// The language of the instance.
    pub(crate) fn language(&self) -> Language {
        self.visit.instance.language
    }

    /// A decoded parameter of the path; empty when the route has none of that name.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(given, _)| given == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// Where the instance's cookies count.
    pub(crate) fn cookie_scope(&self) -> Scope<'_> {
        Scope {
            base: &self.site.settings.base,
            framed: !self.visit.instance.frame_origins.is_empty(),
        }
    }

    /// Starts the session in the browser. A cookie of the same name that counts elsewhere would be sent beside it, and
    /// two are none: where there may be one, it goes first.
    pub(crate) fn start_session(&self, response: &mut Response, secret: &SessionSecret) {
        let scope = self.cookie_scope();
        if self.session_cookies > usize::from(!scope.framed) {
            add_cookie(response, Jar::Session.clear(scope.other()));
        }
        add_cookie(response, Jar::Session.set(scope, secret));
    }

    /// Ends the session in the browser.
    pub(crate) fn end_session(&self, response: &mut Response) {
        let scope = self.cookie_scope();
        if self.session_cookies > 1 {
            add_cookie(response, Jar::Session.clear(scope.other()));
        }
        add_cookie(response, Jar::Session.clear(scope));
    }

    /// What the layout of a page needs.
    pub(crate) fn chrome(&self) -> Chrome<'_> {
        Chrome::new(
            &self.site.settings.base,
            &self.visit,
            self.actor.as_ref(),
            Some(self.route),
            &self.form_token,
        )
    }
}

/// Adds a cookie to an answer.
pub(crate) fn add_cookie(response: &mut Response, cookie: HeaderValue) {
    response.headers_mut().append(header::SET_COOKIE, cookie);
}
