//! `/api/v1/sessions`

use super::{
    call::{ApiCall, done, listed},
    endpoint::{Doc, endpoints},
    page::PAGED,
};
use crate::{
    refusal::Refusal,
    routes::{Access::May, Route},
    session_key::{hex, read_hex},
};
use axum::response::Response;
use ba360_core::{
    access::{
        Action::{Delete, See},
        View::Sessions,
    },
    text::Code,
};
use serde::Serialize;
use utoipa::ToSchema;

/// The routes.
pub(super) static ROUTES: &[Route] = endpoints! {
    Get "/api/v1/sessions", May(Sessions, See), "Ver sesiones" / "List the sessions", list,
        Doc::of("sessions").query(PAGED).lists::<Session>().about("Those that are alive, the newest first.");
    Delete "/api/v1/sessions/{session}", May(Sessions, Delete), "Terminar una sesión" / "End a session", end,
        Doc::of("sessions").about("Its user is signed out at the next request. One that has ended stays so.");
};

/// A session.
#[derive(Serialize, ToSchema)]
struct Session {
    /// Its key, which opens nothing.
    id: String,
    /// The key of its user.
    user_id: i64,
    /// The name of its user.
    user_name: String,
    /// Since when.
    #[schema(format = DateTime)]
    starts_at: String,
    /// When it was last in use, to some minutes.
    #[schema(format = DateTime)]
    seen_at: String,
    /// Until when, at the latest.
    #[schema(format = DateTime)]
    expires_at: String,
    /// Whether it is the one in which this was asked.
    own: bool,
}

async fn list(call: ApiCall) -> Result<Response, Refusal> {
    let list = &call.site.app.list_sessions;
    let found = list.run(&call.actor, call.page()?).await?;
    let own = call.actor.session();
    listed(found, |row| Session {
        id: hex(row.key),
        user_id: row.user.0,
        user_name: row.name,
        starts_at: row.starts_at.to_string(),
        seen_at: row.seen_at.to_string(),
        expires_at: row.expires_at.to_string(),
        own: own == Some(row.key),
    })
}

async fn end(call: ApiCall) -> Result<Response, Refusal> {
    let session = read_hex(call.param("session")).ok_or(Refusal::of(Code::RecordUnknown))?;
    call.site.app.end_session.run(&call.actor, session).await?;
    Ok(done())
}
