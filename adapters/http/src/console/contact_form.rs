//! Making and editing contacts.

use super::{
    contacts::{id_of, look_up, path},
    form::{Form, Texts, as_strs, typed, version},
    trail::{Trail, contact_pairs, path_of, read_contact_query},
};
use crate::{
    call::Call,
    pages::{Pair, Words},
    refusal::{Refusal, status},
    respond,
};
use axum::{http::StatusCode, response::Response};
use ba360_core::{
    record::{ContactDetails, ContactId, Object, SaveError, prefill_contact},
    text::Coded,
};

/// For what a new contact is made.
struct For<'f> {
    /// For a case that is being made.
    case: bool,
    /// The account of that case.
    account: &'f str,
}

/// The address of the form that makes the contact of a case, filled in from what was searched for, or else from
/// what the link says of the contact.
pub(super) fn new_for_case(trail: &Trail, searched: Vec<Pair>, account: &str) -> String {
    let texts = match searched.is_empty() {
        true => contact_pairs(&trail.contact),
        false => searched,
    };
    let more = [("para", "caso".to_owned()), ("cuenta", account.to_owned())];
    trail.to("/contactos/nuevo", texts.into_iter().chain(more))
}

/// `GET /contactos/nuevo`: filled in from what was searched for.
pub(super) async fn ask_new(call: Call) -> Result<Response, Refusal> {
    let texts = prefill_contact(&read_contact_query(&call.query)?);
    let what_for = For {
        case: call.query.one("para")? == "caso",
        account: call.query.one("cuenta")?,
    };
    let trail = Trail::read(&call.query)?;
    let chrome = call.chrome();
    let form = new_form(chrome.w(), &trail, &what_for, texts, None);
    respond::page(StatusCode::OK, &form.page(chrome))
}

/// `POST /contactos/nuevo`
pub(super) async fn make(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let trail = Trail::read(&call.form)?;
    let texts = typed(&call, ContactDetails::FIELDS)?;
    let what_for = For {
        case: call.form.one("para")? == "caso",
        account: call.form.one("cuenta")?,
    };
    let saved = call.site.app.save_contact.run(actor, None, as_strs(&texts)).await;
    match saved {
        Ok(id) if what_for.case => {
            let more = [("contacto", id.0), ("cuenta", what_for.account.to_owned())];
            respond::see_other(&call.site.to(&trail.to("/casos/nuevo", more)))
        }
        Ok(id) => {
            let more = [("aviso", "contacto".to_owned())];
            respond::see_other(&call.site.to(&trail.to(&path(&id), more)))
        }
        Err(problem @ SaveError::Details(_)) => {
            let chrome = call.chrome();
            let status = status(problem.code());
            let form = new_form(chrome.w(), &trail, &what_for, texts, Some(problem));
            respond::page(status, &form.page(chrome))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /contactos/{id}/editar`
pub(super) async fn ask_edit(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let contact = look_up(&call, actor, &id_of(&call)).await?.contact;
    let trail = Trail::read(&call.query)?;
    let chrome = call.chrome();
    let seen = (&contact.id, contact.version);
    let form = edit_form(chrome.w(), &trail, seen, texts_of(&contact.details));
    respond::page(StatusCode::OK, &form.page(chrome))
}

/// `POST /contactos/{id}/editar`
pub(super) async fn edit(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let id = id_of(&call);
    let trail = Trail::read(&call.form)?;
    let texts = typed(&call, ContactDetails::FIELDS)?;
    let version = version(&call)?;
    let edit = Some((id.clone(), version));
    let problem = match call.site.app.save_contact.run(actor, edit, as_strs(&texts)).await {
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
        let now = look_up(&call, actor, &id).await?.contact;
        form = edit_form(chrome.w(), &trail, (&id, now.version), texts);
        form.now = Some(texts_of(&now.details));
    } else {
        form = edit_form(chrome.w(), &trail, (&id, version), texts);
    }
    form.problem = Some(problem);
    respond::page(status, &form.page(chrome))
}

fn texts_of(details: &ContactDetails) -> Texts {
    ContactDetails::FIELDS.map(|field| details.get(field).unwrap_or_default().to_owned())
}

fn new_form(w: &Words, trail: &Trail, what_for: &For<'_>, texts: Texts, problem: Option<SaveError>) -> Form {
    let mut hidden = trail.pairs();
    let cancel = if what_for.case {
        let account = ("cuenta", what_for.account.to_owned());
        hidden.push(("para", "caso".to_owned()));
        hidden.push(account.clone());
        trail.to("/casos/nuevo", [account])
    } else {
        let back = trail.back.as_ref();
        back.map_or_else(|| path_of(Object::Contact).to_owned(), |back| back.with(trail))
    };
    Form {
        title: w.new_contact,
        submit: w.new_contact,
        action: "/contactos/nuevo".to_owned(),
        cancel,
        hidden,
        fields: ContactDetails::FIELDS,
        texts,
        problem,
        now: None,
    }
}

fn edit_form(w: &Words, trail: &Trail, (id, version): (&ContactId, i64), texts: Texts) -> Form {
    let path = path(id);
    let mut hidden = trail.pairs();
    hidden.push(("version", version.to_string()));
    Form {
        title: w.edit_contact,
        submit: w.save,
        action: format!("{path}/editar"),
        cancel: trail.to(&path, []),
        hidden,
        fields: ContactDetails::FIELDS,
        texts,
        problem: None,
        now: None,
    }
}
