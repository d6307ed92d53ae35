//! Our console under a path of an existing axum application.

use axum::{Router, routing::get};
use ba360_core::{App, Ports};
use ba360_http::{BadBasePath, Settings};

/// The application: its own pages, and the console under `/crm`. Every address that the console writes, and the
/// path of its cookies, begin there.
///
/// # Errors
/// None: `/crm` is a path.
pub fn application(ports: Ports) -> Result<Router, BadBasePath> {
    let settings = Settings {
        base: "/crm".parse()?,
        ..Settings::default()
    };
    let console = ba360_http::router(App::new(ports), settings);
    Ok(Router::new()
        .route("/", get(async || "My own application"))
        .nest("/crm", console))
}
