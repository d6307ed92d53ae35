use super::page::Page;
use crate::{fields::Fields, refusal::Refusal, respond, settings::Site};
use axum::{
    body::Bytes,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use ba360_core::{
    access::{Action, Actor, View},
    instance::HostName,
    record::{Found, PageRequest, PageSize},
    text::Code,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// The media type of what is answered.
const JSON: &str = "application/json";

/// The longest name of a field that a refusal tells again: those of ours are shorter.
const LONGEST_NAME: usize = 60;

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// What a handler of the API gets. Layers have checked who asks, that a page of nobody else's does, and the permission
/// of the route.
pub(crate) struct ApiCall {
    /// The use cases and the settings.
    pub(crate) site: Arc<Site>,
    /// Who asks.
    pub(crate) actor: Actor,
    /// The host that was asked.
    pub(crate) host: HostName,
    /// The decoded parameters of the path, by name.
    pub(crate) params: Vec<(String, String)>,
    /// The fields of the query.
    pub(crate) query: Fields,
    /// The body; empty where the route takes none.
    pub(crate) body: Bytes,
    /// Whether a look is all that is wanted: `HEAD`, or a browser's prefetch.
    pub(crate) only_a_look: bool,
}

impl ApiCall {
    /// A decoded parameter of the path; empty when the route has none of that name.
    pub(super) fn param(&self, name: &str) -> &str {
        self.params
            .iter()
            .find(|(given, _)| given == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// A number that stands in the path; what is none names nothing, which `unknown` says.
    pub(super) fn number(&self, name: &str, unknown: Code) -> Result<i64, Refusal> {
        let digits = self.param(name);
        let all_digits = digits.bytes().all(|b| b.is_ascii_digit());
        let number = all_digits.then(|| digits.parse().ok()).flatten();
        number.ok_or(Refusal::of(unknown))
    }

    /// The page that is asked for.
    pub(super) fn page(&self) -> Result<PageRequest, Refusal> {
        let size = PageSize::of_rows(self.query.one("size")?);
        Ok(PageRequest::new(self.query.one("page")?, size))
    }

    /// The version that is to be removed.
    pub(super) fn version(&self) -> Result<i64, Refusal> {
        let version = self.query.one("version")?;
        version
            .parse()
            .map_err(|_| Refusal::of(Code::RequestBad).about(["version"]))
    }

    /// The body.
    ///
    /// # Errors
    /// [`Code::RequestBad`], with the name of the field where one is at fault. What serde says of a body may quote it,
    /// and is not kept.
    pub(super) fn body<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let bad = || Refusal::of(Code::RequestBad);
        let mut json = serde_json::Deserializer::from_slice(&self.body);
        let body = serde_path_to_error::deserialize(&mut json).map_err(|error| {
            let path = error.path().to_string();
            let told = path != "." && path.len() <= LONGEST_NAME;
            bad().about(told.then_some(path))
        })?;
        json.end().map_err(|_| bad())?;
        Ok(body)
    }

    /// Asks that whoever changes something may see it as well, since the answer shows it.
    pub(super) fn require_sight(&self, view: View) -> Result<(), Refusal> {
        Ok(self.actor.require(view, Action::See)?)
    }

    /// `201 Created`, with what was made and where it is.
    pub(super) fn created(&self, path: &str, made: &impl Serialize) -> Result<Response, Refusal> {
        let mut response = respond::json(JSON, made)?;
        *response.status_mut() = StatusCode::CREATED;
        let location =
            HeaderValue::try_from(self.site.to(path)).map_err(|_| Refusal::of(Code::InternalError))?;
        response.headers_mut().insert(header::LOCATION, location);
        Ok(response)
    }
}

/// The path of something of a collection.
pub(super) fn path_of(collection: &str, key: &str) -> String {
    format!("/api/v1/{collection}/{}", utf8_percent_encode(key, SEGMENT))
}

/// `200 OK`, with that.
pub(super) fn shown(body: &impl Serialize) -> Result<Response, Refusal> {
    respond::json(JSON, body)
}

/// `200 OK`, with a page.
pub(super) fn listed<F, T: Serialize>(
    found: Found<F>,
    each: impl FnMut(F) -> T,
) -> Result<Response, Refusal> {
    respond::json(JSON, &Page::of(found, each))
}

/// `204 No Content`.
pub(super) fn done() -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

/// Reads a member that may be missing, which changes nothing, or `null`, which takes the value away.
pub(super) fn given<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

/// A text as it is to be: the one that was given, or the one that is there.
pub(super) fn changed(change: Option<Option<String>>, now: Option<&str>) -> String {
    match change {
        Some(text) => text.unwrap_or_default(),
        None => now.unwrap_or_default().to_owned(),
    }
}
