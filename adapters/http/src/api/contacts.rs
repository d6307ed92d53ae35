//! `/api/v1/contacts`

use super::{
    accounts::Account,
    call::{ApiCall, done, listed, path_of, shown},
    cases::Case,
    endpoint::{Doc, Param, endpoints},
    page::{PAGE, PAGED, SIZE},
    records::{bodies, refuse, texts},
};
use crate::{
    refusal::Refusal,
    routes::{Access::May, Route},
};
use axum::response::Response;
use ba360_core::{
    access::{
        Action::{Create, Edit, See},
        View::Contacts,
    },
    record::{
        self, AccountId, ContactDetails, ContactId, ContactQuery, FoundRecords, PageRequest, SearchRequest,
    },
    text::Code,
};

const DOC: Doc = Doc::of("contacts");

const SEARCH: &[Param] = &[
    Param::text("q", "A text that any of the five fields matches."),
    Param::text("identificador", "A text that the identifier matches."),
    Param::text("nombre", "A text that the name matches."),
    Param::text("idrrss", "A text that the id in a social network matches."),
    Param::text("email", "A text that the e-mail address matches."),
    Param::text("telefono", "A text that the phone number matches."),
    PAGE,
    SIZE,
];

/// The routes.
pub(super) static ROUTES: &[Route] = endpoints! {
    Get "/api/v1/contacts", May(Contacts, See), "Buscar contactos" / "Search contacts", search,
        DOC.query(SEARCH).lists::<Contact>()
            .about("Without a text there is nothing to find. The best match comes first, then the oldest.");
    Post "/api/v1/contacts", May(Contacts, Create), "Crear contacto" / "Make a contact", make,
        DOC.takes::<NewContact>().makes::<Contact>().about("At least one field has a value.");
    Get "/api/v1/contacts/{id}", May(Contacts, See), "Ver contacto" / "Show a contact", show, DOC.gives::<Contact>();
    Patch "/api/v1/contacts/{id}", May(Contacts, Edit), "Editar contacto" / "Edit a contact", edit,
        DOC.takes::<ContactChange>().gives::<Contact>().about("What is not given stays; null takes a value away.");
    Get "/api/v1/contacts/{id}/accounts", May(Contacts, See),
        "Ver cuentas de contacto" / "List the accounts of a contact", accounts,
        DOC.query(PAGED).lists::<Account>().about("The oldest first; none for somebody who may not see accounts.");
    Put "/api/v1/contacts/{id}/accounts/{account}", May(Contacts, Edit), "Vincular cuenta" / "Tie an account", tie,
        DOC.about("One that is tied already stays so. It takes editing contacts and accounts.");
    Delete "/api/v1/contacts/{id}/accounts/{account}", May(Contacts, Edit),
        "Desvincular cuenta" / "Untie an account", untie,
        DOC.about("One that is not tied stays so. It takes editing contacts and accounts.");
    Get "/api/v1/contacts/{id}/cases", May(Contacts, See),
        "Ver casos de contacto" / "List the cases of a contact", cases,
        DOC.query(PAGED).lists::<Case>().about("The newest first; none for somebody who may not see cases.");
};

bodies!(
    /// A contact.
    Contact,
    /// A contact to make.
    NewContact,
    /// What is to change of a contact.
    ContactChange,
    of record::Contact {
        /// *identificador*, such as a RUT.
        identifier,
        /// *nombre*: name and surname.
        name,
        /// *idrrss*: the id in a social network.
        social_id,
        /// *email*.
        email,
        /// *telefono*.
        phone,
    }
);

async fn search(call: ApiCall) -> Result<Response, Refusal> {
    let mut query = ContactQuery::any(call.query.one("q")?);
    for (field, text) in ContactDetails::FIELDS.into_iter().zip(&mut query.each) {
        call.query.one(field.as_str())?.clone_into(text);
    }
    let request = SearchRequest::Contacts(query);
    let page = call.page()?;
    match call.site.app.search.run(&call.actor, &request, page).await? {
        FoundRecords::Contacts(found) => listed(found, Contact::from),
        _ => Err(Refusal::of(Code::InternalError)),
    }
}

async fn make(call: ApiCall) -> Result<Response, Refusal> {
    call.require_sight(Contacts)?;
    let new: NewContact = call.body()?;
    let save = &call.site.app.save_contact;
    let id = save.run(&call.actor, None, new.texts()).await.map_err(refuse)?;
    let made = one(&call, &id).await?;
    call.created(&path_of("contacts", &id.0), &Contact::from(made))
}

async fn show(call: ApiCall) -> Result<Response, Refusal> {
    shown(&Contact::from(one(&call, &id_of(&call)).await?))
}

async fn edit(call: ApiCall) -> Result<Response, Refusal> {
    let change: ContactChange = call.body()?;
    let id = id_of(&call);
    let now = one(&call, &id).await?;
    let save = &call.site.app.save_contact;
    let edited = Some((id.clone(), change.version));
    save.run(&call.actor, edited, texts(&change.texts(&now)))
        .await
        .map_err(refuse)?;
    shown(&Contact::from(one(&call, &id).await?))
}

async fn accounts(call: ApiCall) -> Result<Response, Refusal> {
    let (page, none) = (call.page()?, PageRequest::default());
    let view = &call.site.app.view_contact;
    let (file, _) = view.run(&call.actor, &id_of(&call), page, none).await?;
    listed(file.accounts, Account::from)
}

async fn cases(call: ApiCall) -> Result<Response, Refusal> {
    let (page, none) = (call.page()?, PageRequest::default());
    let view = &call.site.app.view_contact;
    let (_, cases) = view.run(&call.actor, &id_of(&call), none, page).await?;
    listed(cases, Case::from)
}

async fn tie(call: ApiCall) -> Result<Response, Refusal> {
    set_tie(&call, true).await
}

async fn untie(call: ApiCall) -> Result<Response, Refusal> {
    set_tie(&call, false).await
}

async fn set_tie(call: &ApiCall, tied: bool) -> Result<Response, Refusal> {
    let (contact, account) = (
        ContactId(call.param("id").to_owned()),
        AccountId(call.param("account").to_owned()),
    );
    let tie = &call.site.app.tie_account;
    tie.run(&call.actor, contact, account, tied).await?;
    Ok(done())
}

fn id_of(call: &ApiCall) -> ContactId {
    ContactId(call.param("id").to_owned())
}

async fn one(call: &ApiCall, id: &ContactId) -> Result<record::Contact, Refusal> {
    let none = PageRequest::default();
    let view = &call.site.app.view_contact;
    Ok(view.run(&call.actor, id, none, none).await?.0.contact)
}
