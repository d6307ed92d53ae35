//! Making and editing contacts.

use super::{
    contacts::{id_of, look_up, path},
    form::{Form, Texts, as_strs, saved, typed, version},
    trail::{Trail, contact_pairs, path_of, read_contact_query},
};
use crate::{
    call::Call,
    pages::{Pair, Words},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::record::{ContactDetails, ContactId, Object, SaveError, prefill_contact};

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
    new_form(&call, &trail, &what_for, texts).ask(call.chrome())
}

/// `POST /contactos/nuevo`
pub(super) async fn make(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let trail = Trail::read(&call.form)?;
    let what_for = For {
        case: call.form.one("para")? == "caso",
        account: call.form.one("cuenta")?,
    };
    let form = new_form(&call, &trail, &what_for, typed(&call, ContactDetails::FIELDS)?);
    let save = &call.site.app.save_contact;
    match save.run(actor, None, as_strs(&form.texts)).await {
        Ok(id) if what_for.case => {
            let more = [("contacto", id.0), ("cuenta", what_for.account.to_owned())];
            respond::see_other(&call.site.to(&trail.to("/casos/nuevo", more)))
        }
        Ok(id) => saved(&call, &trail, &path(&id), "contacto"),
        Err(problem) => form.refuse(call.chrome(), problem),
    }
}

/// `GET /contactos/{id}/editar`
pub(super) async fn ask_edit(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let contact = look_up(&call, actor, &id_of(&call)).await?.contact;
    let trail = Trail::read(&call.query)?;
    let texts = texts_of(&contact.details);
    edit_form(&call, &trail, &contact.id, contact.version, texts).ask(call.chrome())
}

/// `POST /contactos/{id}/editar`
pub(super) async fn edit(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let id = id_of(&call);
    let trail = Trail::read(&call.form)?;
    let version = version(&call)?;
    let texts = typed(&call, ContactDetails::FIELDS)?;
    let mut form = edit_form(&call, &trail, &id, version, texts);
    let save = &call.site.app.save_contact;
    let edit = Some((id.clone(), version));
    match save.run(actor, edit, as_strs(&form.texts)).await {
        Ok(id) => saved(&call, &trail, &path(&id), "guardado"),
        Err(problem) => {
            if let SaveError::Stale = problem {
                let now = look_up(&call, actor, &id).await?.contact;
                form.shows_now(now.version, texts_of(&now.details));
            }
            form.refuse(call.chrome(), problem)
        }
    }
}

fn texts_of(details: &ContactDetails) -> Texts {
    ContactDetails::FIELDS.map(|field| details.get(field).unwrap_or_default().to_owned())
}

fn new_form(call: &Call, trail: &Trail, what_for: &For<'_>, texts: Texts) -> Form {
    let w = Words::of(call.language());
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
        version: None,
        now: None,
    }
}

fn edit_form(call: &Call, trail: &Trail, id: &ContactId, version: i64, texts: Texts) -> Form {
    let w = Words::of(call.language());
    let path = path(id);
    Form {
        title: w.edit_contact,
        submit: w.save,
        action: format!("{path}/editar"),
        cancel: trail.to(&path, []),
        hidden: trail.pairs(),
        fields: ContactDetails::FIELDS,
        texts,
        version: Some(version),
        now: None,
    }
}
