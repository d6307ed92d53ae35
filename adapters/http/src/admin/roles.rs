//! *Roles*: what their users may do.

use super::{
    named::{Named, confirm, deleting, marked, marking, table},
    role_form,
    shared::{Listing, done, key, seen, tell},
};
use crate::{
    call::Call,
    chrome::Chrome,
    pages::{ConfirmPage, Deed, ListPage, Notice, Pager, Tone},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{
        Action, Actor, RoleId, View,
        roles::{Role, RoleError},
    },
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
        table: table(&chrome, (a.roles, a.role), found.items.iter().map(named)),
        empty: a.roles_empty,
        next: a.roles_next,
        pager: Pager::new(w, &found, |page| chrome.to(&asked.local(page))),
        chrome,
    };
    respond::page(&page)
}

/// As it is shown where groups and roles are alike.
fn named(role: &Role) -> Named<'_> {
    Named {
        name: role.name.as_str(),
        path: path(role.id),
        users: role.users,
        is_default: role.is_default,
        version: role.version,
    }
}

/// What can be done with a role.
pub(super) fn deeds(chrome: &Chrome<'_>, actor: &Actor, role: &Role) -> Vec<Deed> {
    if !actor.has_all(role.permissions) {
        return Vec::new();
    }
    let (a, role) = (chrome.admin(), named(role));
    let may = |action| actor.may(View::Roles, action);
    let mark = may(Action::Edit).then(|| {
        let about = [a.role_default_about, a.role_default_unmark_about];
        marking(chrome, &role, about)
    });
    let delete = may(Action::Delete).then(|| {
        let words = (a.role_delete_title, a.role_delete_about);
        deleting(chrome, &role, words)
    });
    mark.into_iter().chain(delete).collect()
}

/// `POST /admin/roles/{id}/predeterminado`
pub(super) async fn mark_default(call: Call) -> Result<Response, Refusal> {
    let id = id_of(&call)?;
    let (marked, notice) = marked(&call, id)?;
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
    respond::page(&ask(&call, &role, None))
}

async fn look_up(call: &Call) -> Result<Role, Refusal> {
    let roles = &call.site.app.list_roles;
    Ok(roles.one(call.actor()?, id_of(call)?).await?)
}

fn ask<'c>(call: &'c Call, role: &Role, refused: Option<Code>) -> ConfirmPage<'c> {
    let title = call.chrome().admin().role_delete_title;
    confirm(call, title, &named(role), refused)
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
            respond::refused(error.code(), &ask(&call, &role, Some(error.code())))
        }
        Err(error) => Err(error.into()),
    }
}
