//! The permissions of a role: a matrix of views and actions.

use super::{
    roles::{PATH, deeds, id_of, path},
    shared::{done, errors, now_of, seen, tell},
};
use crate::{
    call::Call,
    pages::{AdminWords, Input, MatrixCell, MatrixRow, Notice, RolePage, Tone},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{
        Action, Actor, Label, Permission, PermissionSet, RoleId, View,
        roles::{Role, RoleError},
    },
    text::{Code, Coded as _, Language},
};

/// The name of the role.
const NAME: &str = "nombre";
/// A permission that is given.
const GIVEN: &str = "p";
/// A view of which everything is given, or every view.
const ALL: &str = "todos";
const EVERY_VIEW: &str = "*";

/// What was typed and ticked, or what the role has.
struct Ticked {
    name: String,
    permissions: PermissionSet,
}

impl Ticked {
    fn read(call: &Call) -> Result<Self, Refusal> {
        let bad = || Refusal::of(Code::RequestBad);
        let mut permissions = PermissionSet::NONE;
        for given in call.form.all(GIVEN) {
            permissions = permissions.with(given.parse::<Permission>().map_err(|_| bad())?);
        }
        for word in call.form.all(ALL) {
            permissions = match View::ALL.into_iter().find(|view| view.as_str() == word) {
                Some(view) => permissions.with_view(view),
                None if word == EVERY_VIEW => PermissionSet::all(),
                None => return Err(bad()),
            };
        }
        Ok(Self {
            name: call.form.one(NAME)?.to_owned(),
            permissions,
        })
    }

    fn of(role: &Role) -> Self {
        Self {
            name: role.name.as_str().to_owned(),
            permissions: role.permissions,
        }
    }
}

/// What the page shows.
struct Shown<'s> {
    /// The role that is edited; none for a new one.
    role: Option<&'s Role>,
    ticked: &'s Ticked,
    /// What the views are searched for.
    wanted: &'s str,
    notice: Option<Notice>,
    problem: Option<Code>,
    /// The version of the state that whoever saves has seen.
    version: Option<i64>,
}

fn page<'c>(call: &'c Call, actor: &Actor, shown: Shown<'_>) -> RolePage<'c> {
    let chrome = call.chrome();
    let (w, a) = (chrome.w(), chrome.admin());
    let Shown { role, ticked, .. } = shown;
    let about_name = matches!(shown.problem, Some(Code::LabelBad | Code::LabelTaken));
    let at = shown
        .problem
        .filter(|_| about_name)
        .map(|code| (NAME, code.words(a.language)));
    let stale = shown.problem == Some(Code::RecordStale);
    let now = role.filter(|_| stale);
    let exceeds = role.is_some_and(|role| !actor.has_all(role.permissions));
    let may = |action| actor.may(View::Roles, action);
    let locked = role.is_some() && (exceeds || !may(Action::Edit));
    let may_all = actor.has_all(PermissionSet::all());
    let rows = rows(a, actor, ticked.permissions, shown.wanted);
    RolePage {
        title: role.map_or(a.new_role, |role| role.name.as_str()).to_owned(),
        back: chrome.to(PATH),
        notice: shown.notice.or_else(|| {
            let code = shown.problem.filter(|_| !about_name)?;
            Some(Notice::of_code(Tone::Bad, code, w))
        }),
        errors: errors(w, at),
        is_default: role.is_some_and(|role| role.is_default),
        exceeds: match (exceeds, may_all) {
            (true, _) => Some(a.role_exceeds),
            (false, false) => Some(a.some_exceed),
            (false, true) => None,
        },
        action: chrome.to(&role.map_or_else(|| format!("{PATH}/nuevo"), |role| path(role.id))),
        wanted: shown.wanted.to_owned(),
        version: shown.version,
        name: Input {
            name: NAME,
            label: w.name,
            value: ticked.name.clone(),
            error: at.map(|(_, words)| words),
            now: now_of(w, &ticked.name, now.map(|role| role.name.as_str())),
            ..Input::default()
        },
        now: now
            .filter(|role| role.permissions != ticked.permissions)
            .map(|role| in_words(a, role.permissions)),
        may_all,
        nothing: rows.iter().all(|row| row.hidden),
        rows,
        submit: if role.is_some() { w.save } else { a.new_role },
        locked,
        deeds: role.map_or_else(Vec::new, |role| deeds(&chrome, actor, role)),
        address: None,
        chrome,
    }
}

/// Every view, those that are not what was searched for out of sight: what is ticked there is sent all the same.
fn rows(a: &AdminWords, actor: &Actor, ticked: PermissionSet, wanted: &str) -> Vec<MatrixRow> {
    let row = |view: View| {
        let cells = Action::ALL.map(|action| {
            let permission = Permission { view, action };
            MatrixCell {
                id: format!("p-{}-{}", view.as_str(), action.as_str()),
                value: permission.to_string(),
                action: a.action(action),
                ticked: ticked.has(view, action),
                may: actor.may(view, action),
            }
        });
        let find = find_text(a, view);
        MatrixRow {
            word: view.as_str(),
            name: a.view_name(view),
            menu: a.menu_of(view),
            hidden: !holds(&find, wanted),
            find,
            may_all: cells.iter().all(|cell| cell.may),
            cells: cells.into(),
        }
    };
    View::ALL.into_iter().map(row).collect()
}

/// What a view is found by: its name in both languages, since guides name it in either, and its menu.
fn find_text(a: &AdminWords, view: View) -> String {
    let names = [Language::Spanish, Language::English].map(|each| AdminWords::of(each).view_name(view));
    format!("{} {} {}", a.menu_of(view), names[0], names[1])
}

/// Whether a text holds another, without case or accents.
fn holds(text: &str, wanted: &str) -> bool {
    // A name of a view and its menu is never too long to be a label.
    Label::new(text).is_ok_and(|label| label.holds(wanted))
}

/// Permissions in words: `Contactos (Ver, Editar); Casos (Ver)`.
fn in_words(a: &AdminWords, set: PermissionSet) -> String {
    let views = View::ALL.into_iter().filter_map(|view| {
        let actions = Action::ALL.into_iter().filter(|&action| set.has(view, action));
        let actions: Vec<&str> = actions.map(|action| a.action(action)).collect();
        (!actions.is_empty()).then(|| format!("{} ({})", a.view_name(view), actions.join(", ")))
    });
    let words: Vec<String> = views.collect();
    if words.is_empty() {
        return a.no_one.to_owned();
    }
    words.join("; ")
}

/// The role in view.
pub(super) async fn in_view(
    call: &Call,
    id: RoleId,
    notice: Option<Notice>,
) -> Result<RolePage<'_>, Refusal> {
    let actor = call.actor()?;
    let role = call.site.app.list_roles.one(actor, id).await?;
    let shown = Shown {
        role: Some(&role),
        ticked: &Ticked::of(&role),
        wanted: call.query.one("buscar")?,
        notice,
        problem: None,
        version: Some(role.version),
    };
    Ok(page(call, actor, shown))
}

/// `GET /admin/roles/{id}`
pub(super) async fn show(call: Call) -> Result<Response, Refusal> {
    let id = id_of(&call)?;
    let a = call.chrome().admin();
    let told = [
        ("creado", a.done_role),
        ("guardado", a.done_saved),
        ("marcado", a.done_marked),
        ("desmarcado", a.done_unmarked),
    ];
    let notice = done(&call, &told)?;
    let address = notice.as_ref().map(|_| call.site.to(&path(id)));
    let mut page = in_view(&call, id, notice).await?;
    page.address = address;
    respond::page(&page)
}

/// `GET /admin/roles/nuevo`
pub(super) async fn ask_new(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let ticked = Ticked {
        name: String::new(),
        permissions: PermissionSet::NONE,
    };
    let shown = Shown {
        role: None,
        ticked: &ticked,
        wanted: call.query.one("buscar")?,
        notice: None,
        problem: None,
        version: None,
    };
    respond::page(&page(&call, actor, shown))
}

/// `POST /admin/roles/nuevo`
pub(super) async fn make(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let ticked = Ticked::read(&call)?;
    let save = &call.site.app.save_role;
    match save.run(actor, None, &ticked.name, ticked.permissions).await {
        Ok(id) => tell(&call, &path(id), "creado"),
        Err(error @ (RoleError::Name(_) | RoleError::Taken | RoleError::Exceeds)) => {
            let shown = Shown {
                role: None,
                ticked: &ticked,
                wanted: "",
                notice: None,
                problem: Some(error.code()),
                version: None,
            };
            respond::refused(error.code(), &page(&call, actor, shown))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/roles/{id}`
pub(super) async fn edit(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let (id, version) = (id_of(&call)?, seen(&call)?);
    let ticked = Ticked::read(&call)?;
    let save = &call.site.app.save_role;
    let edit = Some((id, version));
    let error = match save.run(actor, edit, &ticked.name, ticked.permissions).await {
        Ok(id) => return tell(&call, &path(id), "guardado"),
        Err(error) => error,
    };
    let stale = matches!(error, RoleError::Stale);
    if !stale
        && !matches!(
            error,
            RoleError::Name(_) | RoleError::Taken | RoleError::Exceeds | RoleError::LastAdministrator
        )
    {
        return Err(error.into());
    }
    let role = call.site.app.list_roles.one(actor, id).await?;
    let shown = Shown {
        role: Some(&role),
        ticked: &ticked,
        wanted: "",
        notice: None,
        problem: Some(error.code()),
        // Whoever saves again has seen what there is now.
        version: Some(if stale { role.version } else { version }),
    };
    respond::refused(error.code(), &page(&call, actor, shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_found_by_the_names_of_the_page_in_either_language() {
        for language in [Language::Spanish, Language::English] {
            let a = AdminWords::of(language);
            let found = |wanted: &str| {
                let views = View::ALL.into_iter();
                views
                    .filter(|&view| holds(&find_text(a, view), wanted))
                    .collect::<Vec<_>>()
            };
            assert_eq!(found("Aplicaciones externas"), [View::ExternalApplications]);
            assert_eq!(found("administrar sso AZURE"), [View::AzureSso]);
            assert_eq!(found("parametros"), [View::Parameters]);
            assert_eq!(found(""), View::ALL);
            assert!(found("nada de eso").is_empty());
        }
    }
}
