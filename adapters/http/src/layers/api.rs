//! What a request of the API goes through: the instance, who asks, the permission, and only then its body.

use super::{bearer, forgery, limits, params, permission, session};
use crate::{
    api::{ApiCall, Endpoint},
    fields::Fields,
    refusal::Refusal,
    routes::{Method, Route},
    seen::Seen,
    settings::Site,
};
use axum::{
    body::{Body, Bytes},
    http::request::Parts,
    response::Response,
};
use ba360_core::{access::Actor, instance::HostName, text::Code};
use std::sync::Arc;

/// Answers a request of the API.
pub(super) async fn run(
    site: &Arc<Site>,
    (route, endpoint): (&'static Route, Endpoint),
    host: &HostName,
    (mut parts, body): (Parts, Body),
    seen: &mut Seen,
) -> Result<Response, Refusal> {
    seen.route = Some(route);
    seen.read_whole = !endpoint.doc.takes_body();
    let actor = who(site, (route, endpoint), host, &parts, seen).await?;
    permission::check(route.access, Some(&actor))?;
    let body = if endpoint.doc.takes_body() {
        limits::json(&site.settings.limits, &parts, body).await?
    } else {
        Bytes::new()
    };
    seen.read_whole = true;
    let query = seen.target.split_once('?').map_or("", |(_, query)| query);
    let call = ApiCall {
        site: Arc::clone(site),
        actor,
        host: host.clone(),
        params: params(route, &mut parts).await?,
        query: Fields::parse(query)?,
        body,
        only_a_look: session::only_a_look(&parts),
    };
    (endpoint.run)(call).await
}

/// Who asks. A token goes before a session, which is then not even looked up: what it permits is what counts, and no
/// page of somebody else's could have sent it.
async fn who(
    site: &Arc<Site>,
    (route, endpoint): (&'static Route, Endpoint),
    host: &HostName,
    parts: &Parts,
    seen: &mut Seen,
) -> Result<Actor, Refusal> {
    let token = bearer::of(&parts.headers);
    let by_session = matches!(token, Ok(None)) && !endpoint.doc.is_for_tokens_alone();
    let cookies = if by_session {
        session::Cookies::read(&site.settings.base, &parts.headers)
    } else {
        session::Cookies::default()
    };
    let entered = site
        .app
        .enter
        .run(
            seen.correlation.clone(),
            host,
            seen.from,
            cookies.session.as_ref(),
        )
        .await?;
    let visit = entered.visit.clone();
    seen.entered(entered, None);
    if let Some(token) = token? {
        let actor = site.app.enter_by_token.run(&visit, token).await?;
        seen.actor = Some(actor.clone());
        return Ok(actor);
    }
    let actor = seen.actor.clone().ok_or(Refusal::of(Code::SignInNeeded))?;
    if route.method != Method::Get {
        forgery::check_api(parts, &cookies)?;
    }
    Ok(actor)
}
