use crate::{
    layers::{self, Asked},
    metrics::Metrics,
    routes::{Method, table},
    settings::{Settings, Site},
};
use axum::{
    Router,
    extract::Request,
    response::Redirect,
    routing::{self, MethodFilter, MethodRouter},
};
use ba360_core::App;
use std::sync::Arc;

/// The router of the console, of the integration links and of the process's health.
///
/// Its paths are without the base: whoever sets [`Settings::base`] nests it there
/// (`Router::new().nest("/crm", router)`), or takes [`router_at_base`].
pub fn router(app: App, settings: Settings) -> Router {
    let site = Arc::new(Site {
        app,
        settings,
        metrics: Metrics::new(),
    });
    let mut router = Router::new();
    let mut paths: Vec<&'static str> = table().map(|route| route.path).collect();
    paths.sort_unstable();
    paths.dedup();
    for path in paths {
        router = router.route(path, methods(&site, path));
    }
    router.fallback(asked(&site, Asked::Nothing))
}

/// The same router at its base, for a server that serves nothing else.
pub fn router_at_base(app: App, settings: Settings) -> Router {
    let base = settings.base.clone();
    let router = router(app, settings);
    if base.is_root() {
        return router;
    }
    let root = base.to("");
    Router::new()
        .route(
            &base.to("/"),
            routing::get(move || std::future::ready(Redirect::permanent(&root))),
        )
        .nest(base.cookie_path(), router)
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
                Method::Put => MethodFilter::PUT,
                Method::Patch => MethodFilter::PATCH,
                Method::Delete => MethodFilter::DELETE,
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
