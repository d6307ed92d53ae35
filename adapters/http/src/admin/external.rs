//! *Aplicaciones externas*: the keys by which external systems sign users in.

use crate::{
    call::Call,
    console::moment,
    pages::{ExternalKeyCard, ExternalPage, Notice, RegeneratePage, Tone, Words},
    program::LOGIN_PATH,
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{
        Action, View,
        external::{ExternalKeyPair, ShownKey},
    },
    instance::Instance,
    text::Code,
};
use serde::Serialize;

const PATH: &str = "/admin/aplicaciones-externas";
const REGENERATE: &str = "/admin/aplicaciones-externas/regenerar";

/// `GET /admin/aplicaciones-externas`. The first visit makes the keys, so a mere look gets nothing.
pub(super) async fn show(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    if call.only_a_look {
        return Ok(respond::nothing());
    }
    let keys = call.site.app.view_keys.run(actor).await?;
    let chrome = call.chrome();
    let w = chrome.w();
    let notice = match call.query.one("aviso")? {
        "regenerado" => Some(w.done_regenerated),
        "revocado" => Some(w.done_regenerated_revoked),
        _ => None,
    };
    let instance = actor.instance();
    let page = ExternalPage {
        address: notice.map(|_| chrome.to(PATH)),
        notice: notice.map(|text| Notice {
            tone: Tone::Good,
            text: text.to_owned(),
            link: None,
        }),
        keys: [
            card(w, instance, "secretkey", &keys.secret),
            card(w, instance, "clientkey", &keys.client),
        ],
        regenerate: actor
            .may(View::ExternalApplications, Action::Edit)
            .then(|| chrome.to(REGENERATE)),
        endpoint: endpoint(&call),
        example: example(w, instance, &keys)?,
        chrome,
    };
    respond::page(&page)
}

fn card(w: &Words, instance: &Instance, name: &'static str, key: &ShownKey) -> ExternalKeyCard {
    ExternalKeyCard {
        name,
        key: key.key.expose().to_owned(),
        made: moment(instance, key.made_at),
        used: key
            .used_at
            .map_or_else(|| w.never_used.to_owned(), |at| moment(instance, at)),
    }
}

/// Where external systems ask for tokens, by the host that the administrator sees. On this machine itself there is no
/// TLS.
fn endpoint(call: &Call) -> String {
    let host = call.authority.as_str();
    let here = ["localhost", "127.0.0.1", "[::1]"].into_iter().any(|name| {
        host.strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    });
    let scheme = if here { "http" } else { "https" };
    format!("{scheme}://{host}{}", call.site.to(LOGIN_PATH))
}

/// A body to send, in the page's order of the fields.
#[derive(Serialize)]
struct Example<'e> {
    user: &'e str,
    pass: &'e str,
    company: &'e str,
    secretkey: &'e str,
    clientkey: &'e str,
}

fn example(w: &Words, instance: &Instance, keys: &ExternalKeyPair) -> Result<String, Refusal> {
    let example = Example {
        user: w.example_user,
        pass: w.example_pass,
        company: instance.name.as_str(),
        secretkey: keys.secret.key.expose(),
        clientkey: keys.client.key.expose(),
    };
    serde_json::to_string_pretty(&example).map_err(|_| Refusal::of(Code::InternalError))
}

/// `GET /admin/aplicaciones-externas/regenerar`: what it will do, and the button.
pub(super) async fn ask(call: Call) -> Result<Response, Refusal> {
    let chrome = call.chrome();
    let page = RegeneratePage {
        action: chrome.to(REGENERATE),
        cancel: chrome.to(PATH),
        chrome,
    };
    respond::page(&page)
}

/// `POST /admin/aplicaciones-externas/regenerar`
pub(super) async fn regenerate(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let revoke = match call.form.one("revocar")? {
        "" => false,
        "si" => true,
        _ => return Err(Refusal::of(Code::RequestBad)),
    };
    call.site.app.regenerate_secret.run(actor, revoke).await?;
    let notice = if revoke { "revocado" } else { "regenerado" };
    respond::see_other(&call.site.to(&format!("{PATH}?aviso={notice}")))
}
