use crate::refusal::Refusal;
use askama::Template;
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use ba360_core::text::Code;

/// A page.
///
/// # Errors
/// [`Code::InternalError`] when the template cannot be rendered.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Result<Response, Refusal> {
    let html = template.render().map_err(|_| Refusal::of(Code::InternalError))?;
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    Ok(response)
}

/// `303 See Other` to an address, which has gone through the base already.
///
/// # Errors
/// [`Code::InternalError`] for what cannot stand in a header; addresses of ours are percent-encoded.
pub(crate) fn see_other(address: &str) -> Result<Response, Refusal> {
    let location = HeaderValue::try_from(address).map_err(|_| Refusal::of(Code::InternalError))?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

/// `200 OK` with nothing in it: what a mere look gets.
pub(crate) fn nothing() -> Response {
    let mut response = Response::new(Body::empty());
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    response
}
