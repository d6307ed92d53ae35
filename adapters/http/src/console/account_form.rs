//! Making and editing accounts.

use super::{
    accounts::{id_of, look_up, path},
    form::{Form, Texts, as_strs, saved, typed, version},
    trail::{Trail, path_of},
};
use crate::{call::Call, pages::Words, refusal::Refusal};
use axum::response::Response;
use ba360_core::record::{AccountDetails, AccountId, Object, SaveError, prefill_account};

/// `GET /cuentas/nueva`: filled in from what was searched for.
pub(super) async fn ask_new(call: Call) -> Result<Response, Refusal> {
    let texts = prefill_account(call.query.one("q")?);
    let trail = Trail::read(&call.query)?;
    new_form(&call, &trail, texts).ask(call.chrome())
}

/// `POST /cuentas/nueva`
pub(super) async fn make(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let trail = Trail::read(&call.form)?;
    let form = new_form(&call, &trail, typed(&call, AccountDetails::FIELDS)?);
    let save = &call.site.app.save_account;
    match save.run(actor, None, as_strs(&form.texts)).await {
        Ok(id) => saved(&call, &trail, &path(&id), "cuenta"),
        Err(problem) => form.refuse(call.chrome(), problem),
    }
}

/// `GET /cuentas/{id}/editar`
pub(super) async fn ask_edit(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let account = look_up(&call, actor, &id_of(&call)).await?.account;
    let trail = Trail::read(&call.query)?;
    let texts = texts_of(&account.details);
    edit_form(&call, &trail, &account.id, account.version, texts).ask(call.chrome())
}

/// `POST /cuentas/{id}/editar`
pub(super) async fn edit(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let id = id_of(&call);
    let trail = Trail::read(&call.form)?;
    let version = version(&call)?;
    let texts = typed(&call, AccountDetails::FIELDS)?;
    let mut form = edit_form(&call, &trail, &id, version, texts);
    let save = &call.site.app.save_account;
    let edit = Some((id.clone(), version));
    match save.run(actor, edit, as_strs(&form.texts)).await {
        Ok(id) => saved(&call, &trail, &path(&id), "guardado"),
        Err(problem) => {
            if let SaveError::Stale = problem {
                let now = look_up(&call, actor, &id).await?.account;
                form.shows_now(now.version, texts_of(&now.details));
            }
            form.refuse(call.chrome(), problem)
        }
    }
}

fn texts_of(details: &AccountDetails) -> Texts {
    AccountDetails::FIELDS.map(|field| details.get(field).unwrap_or_default().to_owned())
}

fn new_form(call: &Call, trail: &Trail, texts: Texts) -> Form {
    let w = Words::of(call.language());
    let back = trail.back.as_ref();
    Form {
        title: w.new_account,
        submit: w.new_account,
        action: "/cuentas/nueva".to_owned(),
        cancel: back.map_or_else(|| path_of(Object::Account).to_owned(), |back| back.with(trail)),
        hidden: trail.pairs(),
        fields: AccountDetails::FIELDS,
        texts,
        version: None,
        now: None,
    }
}

fn edit_form(call: &Call, trail: &Trail, id: &AccountId, version: i64, texts: Texts) -> Form {
    let w = Words::of(call.language());
    let path = path(id);
    Form {
        title: w.edit_account,
        submit: w.save,
        action: format!("{path}/editar"),
        cancel: trail.to(&path, []),
        hidden: trail.pairs(),
        fields: AccountDetails::FIELDS,
        texts,
        version: Some(version),
        now: None,
    }
}
