//! Whether the process lives and can do its work, and the files that pages link to.

use crate::{
    metrics, pages,
    refusal::Refusal,
    routes::{Access, Handler, Input, Method, Route, Words},
    settings::Site,
};
use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::Response,
};
use ba360_core::text::Code;
use std::sync::Arc;

/// The routes of the process.
pub(crate) static ROUTES: &[Route] = &[
    Route {
        method: Method::Get,
        path: "/healthz",
        access: Access::Public,
        input: Input::Target,
        handler: Handler::Process(|_, _| Box::pin(async { Ok(plain("ok")) })),
        words: Words::of("El proceso vive", "The process lives"),
    },
    Route {
        method: Method::Get,
        path: "/readyz",
        access: Access::Public,
        input: Input::Target,
        handler: Handler::Process(|site, _| Box::pin(ready(site))),
        words: Words::of("El proceso puede trabajar", "The process can work"),
    },
    Route {
        method: Method::Get,
        path: "/metrics",
        access: Access::Public,
        input: Input::Target,
        handler: Handler::Process(|site, _| Box::pin(async move { metrics::show(&site) })),
        words: Words::of("Cifras del proceso", "Figures of the process"),
    },
    Route {
        method: Method::Get,
        path: "/assets/{file}",
        access: Access::Public,
        input: Input::Target,
        handler: Handler::Process(|_, target| Box::pin(async move { asset(&target) })),
        words: Words::of("Archivos de las páginas", "Files of the pages"),
    },
];

async fn ready(site: Arc<Site>) -> Result<Response, Refusal> {
    if site.settings.ready.check().await {
        Ok(plain("ok"))
    } else {
        Err(Refusal::of(Code::StoreUnavailable))
    }
}

fn asset(target: &str) -> Result<Response, Refusal> {
    let path = target.split('?').next().unwrap_or_default();
    let file = path.strip_prefix("/assets/").unwrap_or_default();
    let asset = pages::asset(file).ok_or(Refusal::of(Code::PageUnknown))?;
    let mut response = Response::new(Body::from(asset.bytes));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
    headers.insert(
        header::CACHE_CONTROL,
        // Its name changes with its contents.
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    Ok(response)
}

fn plain(text: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    response
}
