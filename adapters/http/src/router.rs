use crate::{
    layers::{self, Asked},
    routes::{Method, table},
    settings::{Settings, Site},
};
use axum::{
    Router,
    extract::Request,
    routing::{MethodFilter, MethodRouter},
};
use ba360_core::App;
use std::sync::Arc;

/// The router of the console, of the integration links and of the process's health.
///
/// Its paths are without the base: whoever sets [`Settings::base`] nests it there
/// (`Router::new().nest("/crm", router)`).
pub fn router(app: App, settings: Settings) -> Router {
    let site = Arc::new(Site { app, settings });
    let mut router = Router::new();
    let mut paths: Vec<&'static str> = table().map(|route| route.path).collect();
    paths.sort_unstable();
    paths.dedup();
    for path in paths {
        router = router.route(path, methods(&site, path));
    }
    router.fallback(asked(&site, Asked::Nothing))
}

fn methods(site: &Arc<Site>, path: &'static str) -> MethodRouter {
    let rows = || table().filter(move |route| route.path == path);
    let wrong = Asked::OtherMethod(path);
    rows().fold(
        MethodRouter::new().fallback(asked(site, wrong)),
        |methods, route| {
            let filter = match route.method {
                Method::Get => MethodFilter::GET,
                Method::Post => MethodFilter::POST,
            };
            methods.on(filter, asked(site, Asked::Route(route)))
        },
    )
}

/// What axum calls: the layers, for what was asked.
fn asked(
    site: &Arc<Site>,
    what: Asked,
) -> impl Fn(Request) -> crate::routes::Answered + Clone + Send + Sync + 'static {
    let site = Arc::clone(site);
    move |request| Box::pin(layers::answer(Arc::clone(&site), what, request))
}
