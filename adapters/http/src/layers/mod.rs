//! What every request goes through, in this order: a correlation id, a time limit, the catching of panics, the
//! limits of size, the host, the session, the form token, the permission; then the handler. On the way back every
//! answer gets its correlation id and the security headers, and a refusal becomes a page or a problem document.

mod api;
mod bearer;
mod correlation;
mod deadline;
mod forgery;
mod host;
mod limits;
mod panics;
mod permission;
mod security;
mod session;

use crate::{
    call::Call,
    caller,
    cookies::Jar,
    fields::Fields,
    metrics::Asking,
    program::Program,
    refusal::Refusal,
    routes::{Handler, Input, Method, Route, table},
    seen::Seen,
    settings::Site,
};
use axum::{
    body::Body,
    extract::{FromRequestParts as _, OriginalUri, RawPathParams, Request},
    http::request::Parts,
    response::Response,
};
use ba360_core::text::Code;
use std::sync::Arc;
use tokio::time::Instant;

/// What was asked for, as far as the table of routes tells.
#[derive(Clone, Copy)]
pub(crate) enum Asked {
    /// A row of the table.
    Route(&'static Route),
    /// A path of the table, with a method that it has not.
    OtherMethod(&'static str),
    /// Nothing that we have.
    Nothing,
}

/// Answers a request.
pub(crate) async fn answer(site: Arc<Site>, asked: Asked, request: Request) -> Response {
    let correlation = site.app.enter.correlate();
    let asking = Asking::new(request.method(), asked);
    let (begun, _under_way) = (Instant::now(), site.metrics.begin());
    let trace = correlation::Trace::begin(asking, &correlation);
    let (parts, body) = request.into_parts();
    let from = caller::of(&parts, &site.settings.trusted_proxies);
    let mut seen = Seen::new(correlation, from, target_of(&site, &parts));
    let host = host::of(&parts).ok();
    let work = panics::caught(run(&site, asked, parts, body, &mut seen));
    let outcome = trace
        .around(deadline::within(site.settings.limits.total_time, work))
        .await;
    let mut response = match outcome {
        Ok(response) => response,
        Err(refusal) => {
            trace.cause(&refusal);
            if let Some(host) = host {
                seen.greet(&site, &host, &refusal).await;
            }
            seen.show(&site, asked, &refusal)
        }
    };
    security::harden(&mut response, seen.frame_origins());
    if !seen.read_whole {
        security::close(&mut response);
    }
    let outcome = trace.end(&mut response, &seen);
    site.metrics
        .answered(asking, response.status(), outcome, begun.elapsed());
    response
}

/// The target behind the base, raw: a router in whose path ours is nested has cut its own away already.
fn target_of(site: &Site, parts: &Parts) -> String {
    let uri = parts
        .extensions
        .get::<OriginalUri>()
        .map_or(&parts.uri, |OriginalUri(uri)| uri);
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    site.settings.base.strip(target).unwrap_or(target).to_owned()
}

async fn run(
    site: &Arc<Site>,
    asked: Asked,
    mut parts: Parts,
    body: Body,
    seen: &mut Seen,
) -> Result<Response, Refusal> {
    limits::head(&site.settings.limits, &parts)?;
    if let Asked::Route(Route {
        handler: Handler::Process(handler),
        ..
    }) = asked
    {
        seen.read_whole = true;
        return handler(Arc::clone(site), std::mem::take(&mut seen.target)).await;
    }
    let host = host::of(&parts)?;
    match asked {
        Asked::Route(Route {
            handler: Handler::Program(handler),
            ..
        }) => {
            let body = limits::json(&site.settings.limits, &parts, body).await?;
            seen.read_whole = true;
            let program = Program {
                site: Arc::clone(site),
                correlation: seen.correlation.clone(),
                from: seen.from,
                body,
            };
            return handler(program).await;
        }
        Asked::Route(
            route @ Route {
                handler: Handler::Api(endpoint),
                ..
            },
        ) => {
            return api::run(site, (route, *endpoint), &host, (parts, body), seen).await;
        }
        // What belongs to no instance has its methods at every host.
        Asked::OtherMethod(path) if !is_of_an_instance(path) => return Err(Refusal::of(Code::MethodRefused)),
        _ => {}
    }
    let form = match asked {
        Asked::Route(Route {
            method: Method::Post,
            input,
            ..
        }) => limits::form(&site.settings.limits.of_form(*input), &parts, body).await?,
        _ => Fields::default(),
    };
    seen.read_whole = true;
    let cookies = session::Cookies::read(&site.settings.base, &parts.headers);
    let entered = site
        .app
        .enter
        .run(
            seen.correlation.clone(),
            &host,
            seen.from,
            cookies.session.as_ref(),
        )
        .await?;
    seen.entered(entered, cookies.form_token());
    let (route, handler) = match asked {
        Asked::Route(
            route @ Route {
                handler: Handler::Call(handler),
                ..
            },
        ) => (route, *handler),
        Asked::OtherMethod(_) => return Err(Refusal::of(Code::MethodRefused)),
        _ => return Err(Refusal::of(Code::PageUnknown)),
    };
    seen.route = Some(route);
    if route.method == Method::Post {
        forgery::check(&parts, &form, &cookies)?;
    }
    let call = call(site, route, &mut parts, form, seen).await?;
    permission::check(route.access, call.actor.as_ref())?;
    handler(call).await
}

/// Whether a path of the table is answered by an instance.
fn is_of_an_instance(path: &str) -> bool {
    table().any(|route| route.path == path && matches!(route.handler, Handler::Call(_) | Handler::Api(_)))
}

async fn call(
    site: &Arc<Site>,
    route: &'static Route,
    parts: &mut Parts,
    form: Fields,
    seen: &Seen,
) -> Result<Call, Refusal> {
    let target = seen.target.clone();
    let (params, query) = match route.input {
        Input::Target => (Vec::new(), Fields::default()),
        Input::Fields | Input::LongFields => {
            let query = target.split_once('?').map_or("", |(_, query)| query);
            (params(route, parts).await?, Fields::parse(query)?)
        }
    };
    Ok(Call {
        site: Arc::clone(site),
        visit: seen.visit.clone().ok_or(Refusal::of(Code::InternalError))?,
        actor: seen.actor.clone(),
        route,
        only_a_look: session::only_a_look(parts),
        authority: host::field(parts).unwrap_or_default().to_owned(),
        session_cookies: Jar::Session.count(&site.settings.base, &parts.headers),
        target,
        params,
        query,
        form,
        form_token: seen.form_token.clone(),
    })
}

/// The parameters of the path, decoded. What is not UTF-8 then names nothing.
async fn params(route: &Route, parts: &mut Parts) -> Result<Vec<(String, String)>, Refusal> {
    if !route.path.contains('{') {
        return Ok(Vec::new());
    }
    let params = RawPathParams::from_request_parts(parts, &())
        .await
        .map_err(|_| Refusal::of(Code::RequestBad))?;
    Ok(params
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect())
}
