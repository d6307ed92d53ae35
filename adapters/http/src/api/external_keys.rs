//! `/api/v1/external-keys`

use super::{
    call::{ApiCall, done, shown},
    endpoint::{Doc, endpoints},
};
use crate::{
    refusal::Refusal,
    routes::{Access::May, Route},
};
use axum::response::Response;
use ba360_core::access::{
    Action::{Edit, See},
    View::ExternalApplications,
    external::{ExternalKeyPair, ShownKey},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const DOC: Doc = Doc::of("external-keys");

/// The routes.
pub(super) static ROUTES: &[Route] = endpoints! {
    Get "/api/v1/external-keys", May(ExternalApplications, See), "Ver las llaves" / "Show the keys", show,
        DOC.gives::<ExternalKeys>().about("The first time, both are made.");
    Post "/api/v1/external-keys/regenerate", May(ExternalApplications, Edit),
        "Regenerar el secretkey" / "Regenerate the secretkey", regenerate,
        DOC.takes::<Regeneration>().gives::<ExternalKeys>()
            .about("The old secretkey is refused at once, on every server.");
};

/// The keys by which external systems sign users in.
#[derive(Serialize, ToSchema)]
struct ExternalKeys {
    /// The instance's name, which is the `company` of `authexternalsystem`.
    company: String,
    /// The secretkey.
    secretkey: ExternalKey,
    /// The clientkey.
    clientkey: ExternalKey,
}

/// A key.
#[derive(Serialize, ToSchema)]
struct ExternalKey {
    /// The key itself: a secret.
    key: String,
    /// When it was made.
    #[schema(format = DateTime)]
    made_at: String,
    /// When it last opened something, to the minute; null when it never has.
    #[schema(format = DateTime)]
    used_at: Option<String>,
}

/// How the secretkey is replaced.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Regeneration {
    /// Whether the tokens that were issued before are refused as well.
    #[serde(default)]
    revoke_tokens: bool,
}

impl From<ShownKey> for ExternalKey {
    fn from(shown: ShownKey) -> Self {
        Self {
            key: shown.key.expose().to_owned(),
            made_at: shown.made_at.to_string(),
            used_at: shown.used_at.map(|at| at.to_string()),
        }
    }
}

impl ExternalKeys {
    fn of(call: &ApiCall, keys: ExternalKeyPair) -> Self {
        Self {
            company: call.actor.instance().name.as_str().to_owned(),
            secretkey: keys.secret.into(),
            clientkey: keys.client.into(),
        }
    }
}

async fn show(call: ApiCall) -> Result<Response, Refusal> {
    // A mere look makes no keys.
    if call.only_a_look {
        return Ok(done());
    }
    let keys = call.site.app.view_keys.run(&call.actor).await?;
    shown(&ExternalKeys::of(&call, keys))
}

async fn regenerate(call: ApiCall) -> Result<Response, Refusal> {
    call.require_sight(ExternalApplications)?;
    let Regeneration { revoke_tokens } = call.body()?;
    let regenerate = &call.site.app.regenerate_secret;
    let keys = regenerate.run(&call.actor, revoke_tokens).await?;
    shown(&ExternalKeys::of(&call, keys))
}
