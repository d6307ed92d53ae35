//! Making and editing accounts.

use super::{
    accounts::{id_of, look_up, path},
    form::{Form, Texts, as_strs, typed, version},
    trail::{Trail, path_of},
};
use crate::{
    call::Call,
    pages::Words,
    refusal::{Refusal, status},
    respond,
};
use axum::{http::StatusCode, response::Response};
use ba360_core::{
    record::{AccountDetails, AccountId, Object, SaveError, prefill_account},
    text::Coded,
};

/// `GET /cuentas/nueva`: filled in from what was searched for.
pub(super) async fn ask_new(call: Call) -> Result<Response, Refusal> {
    let texts = prefill_account(call.query.one("q")?);
    let trail = Trail::read(&call.query)?;
    let chrome = call.chrome();
    let form = new_form(chrome.w(), &trail, texts, None);
    respond::page(StatusCode::OK, &form.page(chrome))
}

/// `POST /cuentas/nueva`
pub(super) async fn make(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let trail = Trail::read(&call.form)?;
    let texts = typed(&call, AccountDetails::FIELDS)?;
    match call.site.app.save_account.run(actor, None, as_strs(&texts)).await {
        Ok(id) => {
            let more = [("aviso", "cuenta".to_owned())];
            respond::see_other(&call.site.to(&trail.to(&path(&id), more)))
        }
        Err(problem @ SaveError::Details(_)) => {
            let chrome = call.chrome();
            let status = status(problem.code());
            let form = new_form(chrome.w(), &trail, texts, Some(problem));
            respond::page(status, &form.page(chrome))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /cuentas/{id}/editar`
pub(super) async fn ask_edit(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let account = look_up(&call, actor, &id_of(&call)).await?.account;
    let trail = Trail::read(&call.query)?;
    let chrome = call.chrome();
    let seen = (&account.id, account.version);
    let form = edit_form(chrome.w(), &trail, seen, texts_of(&account.details));
    respond::page(StatusCode::OK, &form.page(chrome))
}

/// `POST /cuentas/{id}/editar`
pub(super) async fn edit(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let id = id_of(&call);
    let trail = Trail::read(&call.form)?;
    let texts = typed(&call, AccountDetails::FIELDS)?;
    let version = version(&call)?;
    let edit = Some((id.clone(), version));
    let problem = match call.site.app.save_account.run(actor, edit, as_strs(&texts)).await {
        Ok(id) => {
            let more = [("aviso", "guardado".to_owned())];
            return respond::see_other(&call.site.to(&trail.to(&path(&id), more)));
        }
        Err(problem @ (SaveError::Details(_) | SaveError::Stale)) => problem,
        Err(error) => return Err(error.into()),
    };
    let status = status(problem.code());
    let chrome = call.chrome();
    let mut form;
    if let SaveError::Stale = problem {
        // Whoever saves again has seen what is there now.
        let now = look_up(&call, actor, &id).await?.account;
        form = edit_form(chrome.w(), &trail, (&id, now.version), texts);
        form.now = Some(texts_of(&now.details));
    } else {
        form = edit_form(chrome.w(), &trail, (&id, version), texts);
    }
    form.problem = Some(problem);
    respond::page(status, &form.page(chrome))
}

fn texts_of(details: &AccountDetails) -> Texts {
    AccountDetails::FIELDS.map(|field| details.get(field).unwrap_or_default().to_owned())
}

fn new_form(w: &Words, trail: &Trail, texts: Texts, problem: Option<SaveError>) -> Form {
    let back = trail.back.as_ref();
    Form {
        title: w.new_account,
        submit: w.new_account,
        action: "/cuentas/nueva".to_owned(),
        cancel: back.map_or_else(|| path_of(Object::Account).to_owned(), |back| back.with(trail)),
        hidden: trail.pairs(),
        fields: AccountDetails::FIELDS,
        texts,
        problem,
        now: None,
    }
}

fn edit_form(w: &Words, trail: &Trail, (id, version): (&AccountId, i64), texts: Texts) -> Form {
    let path = path(id);
    let mut hidden = trail.pairs();
    hidden.push(("version", version.to_string()));
    Form {
        title: w.edit_account,
        submit: w.save,
        action: format!("{path}/editar"),
        cancel: trail.to(&path, []),
        hidden,
        fields: AccountDetails::FIELDS,
        texts,
        problem: None,
        now: None,
    }
}
