//! *Parámetros*: named values of the instance, some of them secrets that are never shown again.

use super::shared::{done, seen, tell};
use crate::{
    call::Call,
    chrome::Chrome,
    console::{address, page_pairs, read_page},
    pages::{AdminWords, Column, ConfirmPage, ListPage, Pager, Row, RowAction, Table},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{Action, View},
    instance::parameters::{ParameterError, ParameterName, SHOWN_SECRET, ShownParameter},
    record::Found,
    text::{Code, Coded as _},
};

/// The list.
pub(super) const PATH: &str = "/admin/parametros";

/// The name in the path.
pub(super) fn name_of(call: &Call) -> Result<ParameterName, Refusal> {
    let name = call.param("nombre").parse();
    name.map_err(|_| Refusal::of(Code::ParameterUnknown))
}

/// The path of the form of a parameter.
pub(super) fn edit_path(name: &ParameterName) -> String {
    format!("{PATH}/{name}/editar")
}

/// What one of the parameters is for that the console itself reads.
pub(super) fn meaning(a: &AdminWords, name: &str) -> Option<&'static str> {
    match name {
        "ext_sys_url" => Some(a.ext_sys_url),
        "ext_sys_user" => Some(a.ext_sys_user),
        "ext_sys_pass" => Some(a.ext_sys_pass),
        _ => None,
    }
}

/// `GET /admin/parametros`
pub(super) async fn list(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let list = &call.site.app.list_parameters;
    let found = list.run(actor, read_page(&call.query)?).await?;
    let chrome = call.chrome();
    let (w, a) = (chrome.w(), chrome.admin());
    let told = [
        ("creado", a.done_parameter),
        ("guardado", a.done_saved),
        ("eliminado", a.done_deleted),
    ];
    let notice = done(&call, &told)?;
    let page = ListPage {
        title: a.parameters,
        lead: a.parameters_lead,
        create: actor
            .may(View::Parameters, Action::Create)
            .then(|| (a.new_parameter, chrome.to("/admin/parametros/nuevo"))),
        address: notice.as_ref().map(|_| chrome.to(PATH)),
        notice,
        ask: None,
        results_title: a.parameters,
        count: w.count_of(found.total, a.parameter_lower, a.parameters_lower),
        table: table(&chrome, &found, actor.may(View::Parameters, Action::Edit)),
        empty: a.parameters_none,
        next: a.parameters_next,
        pager: Pager::new(w, &found, |page| chrome.to(&address(PATH, page_pairs(page)))),
        chrome,
    };
    respond::page(&page)
}

fn table(chrome: &Chrome<'_>, found: &Found<ShownParameter>, may_edit: bool) -> Option<Table> {
    let a = chrome.admin();
    let column = |title, spare| Column {
        title,
        spare,
        figures: false,
    };
    let rows = found.items.iter().map(|parameter| Row {
        title: parameter.name.to_string(),
        href: may_edit.then(|| chrome.to(&edit_path(&parameter.name))),
        cells: vec![
            Some(parameter.value.clone().unwrap_or_else(|| SHOWN_SECRET.to_owned())),
            parameter.value.is_none().then(|| a.yes.to_owned()),
            meaning(a, parameter.name.as_str()).map(ToOwned::to_owned),
        ],
        action: RowAction::None,
    });
    let table = Table {
        caption: a.parameters,
        columns: vec![
            column(a.parameter, false),
            column(a.value, false),
            column(a.secret, false),
            column(a.meaning, true),
        ],
        rows: rows.collect(),
        actions: None,
    };
    (!table.rows.is_empty()).then_some(table)
}

/// The parameter that the path names.
pub(super) async fn look_up(call: &Call) -> Result<ShownParameter, Refusal> {
    let list = &call.site.app.list_parameters;
    Ok(list.one(call.actor()?, &name_of(call)?).await?)
}

/// `GET /admin/parametros/{nombre}/eliminar`: what it will do, and the button.
pub(super) async fn ask_delete(call: Call) -> Result<Response, Refusal> {
    let parameter = look_up(&call).await?;
    respond::page(&confirm(&call, &parameter, None))
}

fn confirm<'c>(call: &'c Call, parameter: &ShownParameter, refused: Option<Code>) -> ConfirmPage<'c> {
    let chrome = call.chrome();
    let a = chrome.admin();
    let name = &parameter.name;
    ConfirmPage {
        title: format!("{}: {name}", a.parameter_delete_title),
        what: refused.map_or(a.parameter_delete_about, |code| code.words(a.language)),
        refused: refused.is_some(),
        action: chrome.to(&format!("{PATH}/{name}/eliminar")),
        hidden: vec![("version", parameter.version.to_string())],
        submit: a.delete,
        cancel: chrome.to(&edit_path(name)),
        chrome,
    }
}

/// `POST /admin/parametros/{nombre}/eliminar`
pub(super) async fn delete(call: Call) -> Result<Response, Refusal> {
    let (name, version) = (name_of(&call)?, seen(&call)?);
    let delete = &call.site.app.delete_parameter;
    match delete.run(call.actor()?, &name, version).await {
        Ok(()) => tell(&call, PATH, "eliminado"),
        Err(error @ ParameterError::Stale) => {
            let parameter = look_up(&call).await?;
            respond::refused(error.code(), &confirm(&call, &parameter, Some(error.code())))
        }
        Err(error) => Err(error.into()),
    }
}
