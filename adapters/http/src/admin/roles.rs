//! *Roles*: what their users may do.

use super::{
    role_form,
    shared::{Listing, done, key, seen, tell},
};
use crate::{
    call::Call,
    chrome::Chrome,
    pages::{Column, ConfirmPage, Deed, ListPage, Notice, Pager, Row, RowAction, Table, Tone, Way},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{
        Action, Actor, RoleId, View,
        roles::{Role, RoleError},
    },
    record::Found,
    text::{Code, Coded as _},
};

/// The list.
pub(super) const PATH: &str = "/admin/roles";

/// The role that the path names.
pub(super) fn id_of(call: &Call) -> Result<RoleId, Refusal> {
    key(call, Code::RoleUnknown).map(RoleId)
}

/// The path of a role.
pub(super) fn path(RoleId(id): RoleId) -> String {
    format!("{PATH}/{id}")
}

/// `GET /admin/roles`
pub(super) async fn list(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let asked = Listing::read(&call, PATH)?;
    let roles = &call.site.app.list_roles;
    let found = roles.run(actor, &asked.text, asked.page).await?;
    let chrome = call.chrome();
    let (w, a) = (chrome.w(), chrome.admin());
    let notice = done(&call, &[("eliminado", a.done_deleted)])?;
    let page = ListPage {
        title: a.roles,
        lead: a.roles_lead,
        create: actor
            .may(View::Roles, Action::Create)
            .then(|| (a.new_role, chrome.to("/admin/roles/nuevo"))),
        address: notice.as_ref().map(|_| chrome.to(PATH)),
        notice,
        ask: Some(asked.ask(&chrome, a.roles_search, a.roles_box)),
        results_title: if asked.text.is_empty() { a.roles } else { w.results },
        count: w.count_of(found.total, a.role_lower, a.roles_lower),
        table: table(&chrome, &found),
        empty: a.roles_empty,
        next: a.roles_next,
        pager: Pager::new(w, &found, |page| chrome.to(&asked.local(page))),
        chrome,
    };
    respond::page(&page)
}

fn table(chrome: &Chrome<'_>, found: &Found<Role>) -> Option<Table> {
    let a = chrome.admin();
    let column = |title, figures| Column {
        title,
        spare: false,
        figures,
    };
    let rows = found.items.iter().map(|role| Row {
        title: role.name.as_str().to_owned(),
        href: Some(chrome.to(&path(role.id))),
        cells: vec![
            Some(role.users.to_string()),
            role.is_default.then(|| a.yes.to_owned()),
        ],
        action: RowAction::None,
    });
    let table = Table {
        caption: a.roles,
        columns: vec![
            column(a.role, false),
            column(a.users, true),
            column(a.is_default, false),
        ],
        rows: rows.collect(),
        actions: None,
    };
    (!table.rows.is_empty()).then_some(table)
}

/// What can be done with a role.
pub(super) fn deeds(chrome: &Chrome<'_>, actor: &Actor, role: &Role) -> Vec<Deed> {
    let a = chrome.admin();
    let path = path(role.id);
    let mut deeds = Vec::new();
    if !actor.has_all(role.permissions) {
        return deeds;
    }
    if actor.may(View::Roles, Action::Edit) {
        let mark = |word: &str| {
            let fields = vec![("marca", word.to_owned())];
            Way::Post(chrome.to(&format!("{path}/predeterminado")), fields)
        };
        deeds.push(match role.is_default {
            false => Deed {
                title: a.role_default_mark,
                about: a.role_default_about,
                text: a.mark,
                way: mark("si"),
            },
            true => Deed {
                title: a.role_default_unmark,
                about: a.role_default_unmark_about,
                text: a.unmark,
                way: mark("no"),
            },
        });
    }
    if actor.may(View::Roles, Action::Delete) {
        deeds.push(Deed {
            title: a.role_delete_title,
            about: a.role_delete_about,
            text: a.delete,
            way: Way::Link(chrome.to(&format!("{path}/eliminar"))),
        });
    }
    deeds
}

/// `POST /admin/roles/{id}/predeterminado`
pub(super) async fn mark_default(call: Call) -> Result<Response, Refusal> {
    let id = id_of(&call)?;
    let (marked, notice) = match call.form.one("marca")? {
        "si" => (Some(id), "marcado"),
        "no" => (None, "desmarcado"),
        _ => return Err(Refusal::of(Code::RequestBad)),
    };
    let mark = &call.site.app.mark_default_role;
    match mark.run(call.actor()?, marked).await {
        Ok(()) => tell(&call, &path(id), notice),
        Err(error @ RoleError::Exceeds) => {
            let code = error.code();
            let notice = Notice::of_code(Tone::Bad, code, call.chrome().w());
            respond::refused(code, &role_form::in_view(&call, id, Some(notice)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /admin/roles/{id}/eliminar`: what it will do, and the button.
pub(super) async fn ask_delete(call: Call) -> Result<Response, Refusal> {
    let role = look_up(&call).await?;
    respond::page(&confirm(&call, &role, None))
}

async fn look_up(call: &Call) -> Result<Role, Refusal> {
    let roles = &call.site.app.list_roles;
    Ok(roles.one(call.actor()?, id_of(call)?).await?)
}

fn confirm<'c>(call: &'c Call, role: &Role, refused: Option<Code>) -> ConfirmPage<'c> {
    let chrome = call.chrome();
    let a = chrome.admin();
    let path = path(role.id);
    ConfirmPage {
        title: format!("{}: {}", a.role_delete_title, role.name.as_str()),
        what: refused.map_or(a.delete_cannot, |code| code.words(a.language)),
        refused: refused.is_some(),
        action: chrome.to(&format!("{path}/eliminar")),
        hidden: vec![("version", role.version.to_string())],
        submit: a.delete,
        cancel: chrome.to(&path),
        chrome,
    }
}

/// `POST /admin/roles/{id}/eliminar`
pub(super) async fn delete(call: Call) -> Result<Response, Refusal> {
    let (id, version) = (id_of(&call)?, seen(&call)?);
    let delete = &call.site.app.delete_role;
    match delete.run(call.actor()?, id, version).await {
        Ok(()) => tell(&call, PATH, "eliminado"),
        Err(
            error @ (RoleError::InUse | RoleError::LastAdministrator | RoleError::Stale | RoleError::Exceeds),
        ) => {
            let role = look_up(&call).await?;
            respond::refused(error.code(), &confirm(&call, &role, Some(error.code())))
        }
        Err(error) => Err(error.into()),
    }
}
