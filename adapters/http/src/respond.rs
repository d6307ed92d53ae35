use crate::refusal::{Refusal, status};
use askama::Template;
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use ba360_core::text::Code;
use serde::Serialize;

/// A page that shows what was asked for.
///
/// # Errors
/// [`Code::InternalError`] when the template cannot be rendered.
pub(crate) fn page(template: &impl Template) -> Result<Response, Refusal> {
    let html = template.render().map_err(|_| Refusal::of(Code::InternalError))?;
    let mut response = Response::new(Body::from(html));
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    Ok(response)
}

/// A page that shows why something was refused: with the status of its code, and the code as the outcome that is
/// logged.
///
/// # Errors
/// [`Code::InternalError`] when the template cannot be rendered.
pub(crate) fn refused(code: Code, template: &impl Template) -> Result<Response, Refusal> {
    let mut response = page(template)?;
    *response.status_mut() = status(code);
    log_as(&mut response, code);
    Ok(response)
}

/// A page that may show a refusal.
///
/// # Errors
/// [`Code::InternalError`] when the template cannot be rendered.
pub(crate) fn page_or_refused(
    refused_with: Option<Code>,
    template: &impl Template,
) -> Result<Response, Refusal> {
    match refused_with {
        Some(code) => refused(code, template),
        None => page(template),
    }
}

/// Tells the log how a request ended; [`Code::Ok`] is told by nothing.
pub(crate) fn log_as(response: &mut Response, code: Code) {
    response.extensions_mut().insert(code);
}

/// Tells after how many seconds the same may be tried again.
pub(crate) fn retry_after(response: &mut Response, secs: Option<u32>) {
    if let Some(secs) = secs {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(secs));
    }
}

/// A document for programs, of that media type.
///
/// # Errors
/// [`Code::InternalError`] when it cannot be written as JSON.
pub(crate) fn json(media_type: &'static str, document: &impl Serialize) -> Result<Response, Refusal> {
    let json = serde_json::to_vec(document).map_err(|_| Refusal::of(Code::InternalError))?;
    let mut response = Response::new(Body::from(json));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    Ok(response)
}

/// A table to download, of that file name.
///
/// # Errors
/// [`Code::InternalError`] for a name that cannot stand in a header.
pub(crate) fn csv(file: &str, text: String) -> Result<Response, Refusal> {
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{file}\""))
        .map_err(|_| Refusal::of(Code::InternalError))?;
    let mut response = Response::new(Body::from(text));
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8"),
    );
    headers.insert(header::CONTENT_DISPOSITION, disposition);
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

/// Tells at which address of ours the same page can be asked for again (`Content-Location`).
///
/// # Errors
/// [`Code::InternalError`] for what cannot stand in a header; addresses of ours are percent-encoded.
pub(crate) fn located(response: &mut Response, address: &str) -> Result<(), Refusal> {
    let location = HeaderValue::try_from(address).map_err(|_| Refusal::of(Code::InternalError))?;
    response.headers_mut().insert(header::CONTENT_LOCATION, location);
    Ok(())
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
