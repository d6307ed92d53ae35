//! Somebody's own axum service that understands integration links, without our server and our storage.

use axum::{Router, extract::OriginalUri, http::StatusCode, routing::get};
use ba360_core::{
    link::Link,
    text::{Coded, Language},
};

/// The service: one route that tells what a link asks for.
pub fn service() -> Router {
    Router::new().route("/integracionview/{*rest}", get(open))
}

/// Takes the raw target: a router's own path is split and decoded already, and a link has rules of its own.
async fn open(OriginalUri(target): OriginalUri) -> (StatusCode, String) {
    match Link::parse(target.to_string().as_bytes()) {
        Ok(link) => (
            StatusCode::OK,
            format!("{:?} by {}", link.search().object, link.channel()),
        ),
        Err(error) => (
            StatusCode::BAD_REQUEST,
            error.code().words(Language::English).to_owned(),
        ),
    }
}
