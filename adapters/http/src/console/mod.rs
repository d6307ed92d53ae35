//! The console: the views of contacts, accounts and cases.

use crate::{call::Call, pages::SearchPage, refusal::Refusal, respond, routes::Route};
use axum::{http::StatusCode, response::Response};
use ba360_core::record::SearchView;

/// The routes of the console.
pub(crate) static ROUTES: &[Route] = &[];

/// The search view that a link opens.
pub(crate) fn link_view(call: &Call, view: &SearchView) -> Result<Response, Refusal> {
    let page = SearchPage {
        chrome: call.chrome(),
        view,
        canonical: "",
    };
    respond::page(StatusCode::OK, &page)
}
