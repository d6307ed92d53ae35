//! *Grupos*: teams of users.

use super::{
    named::{Named, confirm, deleting, marked, marking, table},
    shared::{Listing, done, errors, key, now_of, seen, tell},
};
use crate::{
    call::Call,
    chrome::Chrome,
    pages::{ConfirmPage, Deed, FormField, FormPage, Input, ListPage, Notice, Pager, Tone},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{
        Action, Actor, View,
        groups::{Group, GroupError, GroupId},
    },
    text::{Code, Coded as _},
};

const PATH: &str = "/admin/grupos";
const NAME: &str = "nombre";

fn id_of(call: &Call) -> Result<GroupId, Refusal> {
    key(call, Code::GroupUnknown).map(GroupId)
}

fn path(GroupId(id): GroupId) -> String {
    format!("{PATH}/{id}")
}

/// `GET /admin/grupos`
pub(super) async fn list(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let asked = Listing::read(&call, PATH)?;
    let groups = &call.site.app.list_groups;
    let found = groups.run(actor, &asked.text, asked.page).await?;
    let chrome = call.chrome();
    let (w, a) = (chrome.w(), chrome.admin());
    let notice = done(&call, &[("eliminado", a.done_deleted)])?;
    let page = ListPage {
        title: a.groups,
        lead: a.groups_lead,
        create: actor
            .may(View::Groups, Action::Create)
            .then(|| (a.new_group, chrome.to("/admin/grupos/nuevo"))),
        address: notice.as_ref().map(|_| chrome.to(PATH)),
        notice,
        ask: Some(asked.ask(&chrome, a.groups_search, a.groups_box)),
        results_title: if asked.text.is_empty() {
            a.groups
        } else {
            w.results
        },
        count: w.count_of(found.total, a.group_lower, a.groups_lower),
        table: table(&chrome, (a.groups, a.group), found.items.iter().map(named)),
        empty: if asked.text.is_empty() {
            a.groups_none
        } else {
            a.groups_empty
        },
        next: a.groups_next,
        pager: Pager::new(w, &found, |page| chrome.to(&asked.local(page))),
        chrome,
    };
    respond::page(&page)
}

/// As it is shown where groups and roles are alike.
fn named(group: &Group) -> Named<'_> {
    Named {
        name: group.name.as_str(),
        path: path(group.id),
        users: group.users,
        is_default: group.is_default,
        version: group.version,
    }
}

/// What the form shows.
struct Shown<'s> {
    /// The group that is edited; none for a new one.
    group: Option<&'s Group>,
    name: &'s str,
    notice: Option<Notice>,
    problem: Option<Code>,
    version: Option<i64>,
}

fn form<'c>(call: &'c Call, actor: &Actor, shown: Shown<'_>) -> FormPage<'c> {
    let chrome = call.chrome();
    let (w, a) = (chrome.w(), chrome.admin());
    let stale = shown.problem == Some(Code::RecordStale);
    let words = shown
        .problem
        .filter(|_| !stale)
        .map(|code| code.words(a.language));
    let at = words.map(|words| (NAME, words));
    let group = shown.group;
    let now = group.filter(|_| stale).map(|group| group.name.as_str());
    FormPage {
        back: Some((a.back_to_groups, chrome.to(PATH))),
        title: group.map_or(a.new_group, |group| group.name.as_str()).to_owned(),
        lead: group.filter(|group| group.is_default).map(|_| a.is_default),
        notice: match stale {
            true => Some(Notice::of_code(Tone::Bad, Code::RecordStale, w)),
            false => shown.notice,
        },
        errors: errors(w, at),
        action: chrome.to(&group.map_or_else(|| format!("{PATH}/nuevo"), |group| path(group.id))),
        hidden: shown
            .version
            .map(|version| ("version", version.to_string()))
            .into_iter()
            .collect(),
        fields: vec![FormField::Input(Input {
            name: NAME,
            label: w.name,
            value: shown.name.to_owned(),
            error: words,
            now: now_of(w, shown.name, now),
            ..Input::default()
        })],
        submit: if group.is_some() { w.save } else { a.new_group },
        cancel: chrome.to(PATH),
        locked: group.is_some() && !actor.may(View::Groups, Action::Edit),
        deeds: group.map_or_else(Vec::new, |group| deeds(&chrome, actor, group)),
        address: None,
        chrome,
    }
}

fn deeds(chrome: &Chrome<'_>, actor: &Actor, group: &Group) -> Vec<Deed> {
    let (a, group) = (chrome.admin(), named(group));
    let may = |action| actor.may(View::Groups, action);
    let mark = may(Action::Edit).then(|| {
        let about = [a.group_default_about, a.group_default_unmark_about];
        marking(chrome, &group, about)
    });
    let delete = may(Action::Delete).then(|| {
        let words = (a.group_delete_title, a.group_delete_about);
        deleting(chrome, &group, words)
    });
    mark.into_iter().chain(delete).collect()
}

async fn look_up(call: &Call, id: GroupId) -> Result<Group, Refusal> {
    Ok(call.site.app.list_groups.one(call.actor()?, id).await?)
}

/// `GET /admin/grupos/{id}`
pub(super) async fn show(call: Call) -> Result<Response, Refusal> {
    let group = look_up(&call, id_of(&call)?).await?;
    let a = call.chrome().admin();
    let told = [
        ("creado", a.done_group),
        ("guardado", a.done_saved),
        ("marcado", a.done_marked),
        ("desmarcado", a.done_unmarked),
    ];
    let notice = done(&call, &told)?;
    let address = notice.as_ref().map(|_| call.site.to(&path(group.id)));
    let shown = Shown {
        group: Some(&group),
        name: group.name.as_str(),
        notice,
        problem: None,
        version: Some(group.version),
    };
    let mut page = form(&call, call.actor()?, shown);
    page.address = address;
    respond::page(&page)
}

/// `GET /admin/grupos/nuevo`
pub(super) async fn ask_new(call: Call) -> Result<Response, Refusal> {
    let shown = Shown {
        group: None,
        name: "",
        notice: None,
        problem: None,
        version: None,
    };
    respond::page(&form(&call, call.actor()?, shown))
}

/// `POST /admin/grupos/nuevo` and `/admin/grupos/{id}`
pub(super) async fn save(call: Call, new: bool) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let edit = match new {
        true => None,
        false => Some((id_of(&call)?, seen(&call)?)),
    };
    let name = call.form.one(NAME)?;
    let notice = if new { "creado" } else { "guardado" };
    let error = match call.site.app.save_group.run(actor, edit, name).await {
        Ok(id) => return tell(&call, &path(id), notice),
        Err(error @ (GroupError::Name(_) | GroupError::Taken | GroupError::Stale)) => error,
        Err(error) => return Err(error.into()),
    };
    let group = match edit {
        Some((id, _)) => Some(look_up(&call, id).await?),
        None => None,
    };
    // Whoever saves again has seen what there is now.
    let now = group.as_ref().filter(|_| matches!(error, GroupError::Stale));
    let shown = Shown {
        group: group.as_ref(),
        name,
        notice: None,
        problem: Some(error.code()),
        version: now.map(|group| group.version).or(edit.map(|(_, seen)| seen)),
    };
    respond::refused(error.code(), &form(&call, actor, shown))
}

/// `POST /admin/grupos/{id}/predeterminado`
pub(super) async fn mark_default(call: Call) -> Result<Response, Refusal> {
    let id = id_of(&call)?;
    let (marked, notice) = marked(&call, id)?;
    let mark = &call.site.app.mark_default_group;
    mark.run(call.actor()?, marked).await?;
    tell(&call, &path(id), notice)
}

/// `GET /admin/grupos/{id}/eliminar`: what it will do, and the button.
pub(super) async fn ask_delete(call: Call) -> Result<Response, Refusal> {
    let group = look_up(&call, id_of(&call)?).await?;
    respond::page(&ask(&call, &group, None))
}

fn ask<'c>(call: &'c Call, group: &Group, refused: Option<Code>) -> ConfirmPage<'c> {
    let title = call.chrome().admin().group_delete_title;
    confirm(call, title, &named(group), refused)
}

/// `POST /admin/grupos/{id}/eliminar`
pub(super) async fn delete(call: Call) -> Result<Response, Refusal> {
    let (id, version) = (id_of(&call)?, seen(&call)?);
    let delete = &call.site.app.delete_group;
    match delete.run(call.actor()?, id, version).await {
        Ok(()) => tell(&call, PATH, "eliminado"),
        Err(error @ (GroupError::InUse | GroupError::Stale)) => {
            let group = look_up(&call, id).await?;
            respond::refused(error.code(), &ask(&call, &group, Some(error.code())))
        }
        Err(error) => Err(error.into()),
    }
}
