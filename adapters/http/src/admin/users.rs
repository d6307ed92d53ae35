//! *Usuarios*: who may come in.

use super::shared::{Listing, done, good, key, lasting, tell};
use crate::{
    call::Call,
    chrome::Chrome,
    console::moment,
    pages::{
        Column, Deed, Fact, IssuedPage, ListPage, Notice, Pager, Row, RowAction, Table, Tone, TopOfRecord,
        UserPage, Way,
    },
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{
        Action, Actor, IssuedPassword, UserEmail, UserId, View,
        directory::{UserError, UserFile, UserRow},
    },
    record::Found,
    text::{Code, Coded as _},
};
use secrecy::ExposeSecret as _;

/// The list.
pub(super) const PATH: &str = "/admin/usuarios";

/// The user that the path names.
pub(super) fn id_of(call: &Call) -> Result<UserId, Refusal> {
    key(call, Code::UserUnknown).map(UserId)
}

/// The path of a user.
pub(super) fn path(UserId(id): UserId) -> String {
    format!("{PATH}/{id}")
}

/// `GET /admin/usuarios`
pub(super) async fn list(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let asked = Listing::read(&call, PATH)?;
    let users = &call.site.app.list_users;
    let found = users.run(actor, &asked.text, asked.page).await?;
    let chrome = call.chrome();
    let (w, a) = (chrome.w(), chrome.admin());
    let page = ListPage {
        title: a.users,
        lead: a.users_lead,
        create: actor
            .may(View::Users, Action::Create)
            .then(|| (a.new_user, chrome.to("/admin/usuarios/nuevo"))),
        notice: None,
        ask: Some(asked.ask(&chrome, a.users_search, a.users_box)),
        results_title: if asked.text.is_empty() { a.users } else { w.results },
        count: w.count_of(found.total, a.user_lower, a.users_lower),
        table: table(&chrome, &found),
        empty: a.users_empty,
        next: a.users_next,
        pager: Pager::new(w, &found, |page| chrome.to(&asked.local(page))),
        address: None,
        chrome,
    };
    respond::page(&page)
}

fn table(chrome: &Chrome<'_>, found: &Found<UserRow>) -> Option<Table> {
    let (w, a) = (chrome.w(), chrome.admin());
    let column = |title, spare| Column {
        title,
        spare,
        figures: false,
    };
    let rows = found.items.iter().map(|user| Row {
        title: user.name.clone(),
        href: Some(chrome.to(&path(user.id))),
        cells: vec![
            Some(user.full_name.clone()).filter(|name| !name.is_empty()),
            user.email.clone(),
            user.role.as_ref().map(|role| role.as_str().to_owned()),
            Some(if user.active { a.active } else { a.inactive }.to_owned()),
        ],
        action: RowAction::None,
    });
    let table = Table {
        caption: a.users,
        columns: vec![
            column(a.user, false),
            column(a.full_name, false),
            column(w.email, true),
            column(a.role, false),
            column(a.state, false),
        ],
        rows: rows.collect(),
        actions: None,
    };
    (!table.rows.is_empty()).then_some(table)
}

/// `GET /admin/usuarios/{id}`
pub(super) async fn show(call: Call) -> Result<Response, Refusal> {
    let a = call.chrome().admin();
    let told = [
        ("guardado", a.done_saved),
        ("activado", a.done_user_active),
        ("desactivado", a.done_user_inactive),
        ("revocados", a.done_revoked),
    ];
    let notice = done(&call, &told)?;
    respond::page(&page(&call, notice).await?)
}

async fn page(call: &Call, notice: Option<Notice>) -> Result<UserPage<'_>, Refusal> {
    let actor = call.actor()?;
    let id = id_of(call)?;
    let user = call.site.app.list_users.one(actor, id).await?;
    let chrome = call.chrome();
    let a = chrome.admin();
    let may_edit = actor.may(View::Users, Action::Edit);
    let top = TopOfRecord {
        back: Some((a.back_to_users, chrome.to(PATH))),
        address: lasting(&chrome, notice.as_ref(), &path(id)),
        notice,
        kicker: a.user,
        title: user.name.clone(),
        actions: may_edit
            .then(|| (chrome.w().edit, chrome.to(&format!("{}/editar", path(id)))))
            .into_iter()
            .collect(),
        live: None,
    };
    let placeholder = user.details.email.as_ref().is_some_and(UserEmail::is_placeholder);
    Ok(UserPage {
        top,
        facts: facts(&chrome, actor, &user),
        placeholder: placeholder.then_some(a.email_placeholder),
        deeds: if may_edit {
            deeds(&chrome, actor, &user)
        } else {
            Vec::new()
        },
        chrome,
    })
}

fn facts(chrome: &Chrome<'_>, actor: &Actor, user: &UserFile) -> Vec<Fact> {
    let (w, a) = (chrome.w(), chrome.admin());
    let details = &user.details;
    let moment = |at| moment(actor.instance(), at);
    let label = |it: &Option<ba360_core::access::Label>| it.as_ref().map(|it| it.as_str().to_owned());
    let value = |it: &Option<ba360_core::record::Value>| it.as_ref().map(|it| it.as_str().to_owned());
    let zone = details.time_zone.as_ref().and_then(|zone| zone.iana_name());
    let mut facts = vec![
        (a.given_name, value(&details.given_name)),
        (a.surname, value(&details.surname)),
        (w.email, details.email.as_ref().map(|it| it.as_str().to_owned())),
        (a.external_id, value(&details.external_id)),
        (a.role, label(&user.role)),
        (a.group, label(&user.group)),
        (
            a.language_name,
            Some(
                details
                    .language
                    .map_or(a.of_instance, |it| a.language_of(it))
                    .to_owned(),
            ),
        ),
        (a.time_zone, Some(zone.unwrap_or(a.zone_of_instance).to_owned())),
        (
            a.state,
            Some(if user.active { a.active } else { a.inactive }.to_owned()),
        ),
        (
            a.made_by,
            Some(
                if user.made_externally {
                    a.made_externally
                } else {
                    a.made_here
                }
                .to_owned(),
            ),
        ),
        (a.made_at, Some(moment(user.made_at))),
    ];
    if let Some(at) = user.tokens_not_before {
        facts.push((a.tokens_before, Some(moment(at))));
    }
    facts
}

fn deeds(chrome: &Chrome<'_>, actor: &Actor, user: &UserFile) -> Vec<Deed> {
    let a = chrome.admin();
    let way = |verb| Way::Post(chrome.to(&format!("{}/{verb}", path(user.id))), Vec::new());
    let oneself = actor.user() == Some(user.id);
    let mut deeds = Vec::new();
    // One's own password is changed by the view of everybody.
    if !oneself {
        deeds.push(Deed {
            title: a.reset_title,
            about: a.reset_about,
            text: a.reset,
            way: way("contrasena"),
        });
    }
    deeds.push(Deed {
        title: a.revoke_title,
        about: a.revoke_about,
        text: a.revoke,
        way: way("revocar"),
    });
    match user.active {
        true if oneself => {}
        true => deeds.push(Deed {
            title: a.deactivate_title,
            about: a.deactivate_about,
            text: a.deactivate,
            way: way("desactivar"),
        }),
        false => deeds.push(Deed {
            title: a.activate_title,
            about: a.activate_about,
            text: a.activate,
            way: way("activar"),
        }),
    }
    deeds
}

/// `POST /admin/usuarios/{id}/activar` and `/desactivar`
pub(super) async fn set_active(call: Call, active: bool) -> Result<Response, Refusal> {
    let id = id_of(&call)?;
    let set = &call.site.app.set_user_active;
    let notice = if active { "activado" } else { "desactivado" };
    match set.run(call.actor()?, id, active).await {
        Ok(()) => tell(&call, &path(id), notice),
        Err(error) => refuse(&call, error).await,
    }
}

/// `POST /admin/usuarios/{id}/revocar`
pub(super) async fn revoke(call: Call) -> Result<Response, Refusal> {
    let id = id_of(&call)?;
    match call.site.app.revoke_tokens.run(call.actor()?, id).await {
        Ok(()) => tell(&call, &path(id), "revocados"),
        Err(error) => refuse(&call, error).await,
    }
}

/// The user again, with why it was not done.
async fn refuse(call: &Call, error: UserError) -> Result<Response, Refusal> {
    match error {
        UserError::LastAdministrator | UserError::Oneself | UserError::Exceeds => {
            let code = error.code();
            let notice = Notice::of_code(Tone::Bad, code, call.chrome().w());
            respond::refused(code, &page(call, Some(notice)).await?)
        }
        error => Err(error.into()),
    }
}

/// `POST /admin/usuarios/{id}/contrasena`
pub(super) async fn reset(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let user = call.site.app.list_users.one(actor, id_of(&call)?).await?;
    let issued = call.site.app.reset_password.run(actor, &user.name).await?;
    let a = call.chrome().admin();
    show_issued(&call, a.issued_title_reset, a.done_reset, &issued)
}

/// The one answer that holds the password: no address does, and no browser keeps it.
pub(super) fn show_issued(
    call: &Call,
    title: &'static str,
    told: &'static str,
    issued: &IssuedPassword,
) -> Result<Response, Refusal> {
    let chrome = call.chrome();
    respond::page(&IssuedPage {
        title,
        notice: good(told),
        user: &issued.user,
        password: issued.password.expose_secret(),
        href: chrome.to(&path(issued.id)),
        chrome,
    })
}
