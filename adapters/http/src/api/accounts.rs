//! `/api/v1/accounts`

use super::{
    call::{ApiCall, done, listed, path_of, shown},
    cases::Case,
    contacts::Contact,
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
        View::Accounts,
    },
    record::{self, AccountId, ContactId, FoundRecords, PageRequest, SearchRequest},
    text::Code,
};

const DOC: Doc = Doc::of("accounts");

const SEARCH: &[Param] = &[
    Param::text("q", "A text that any of the five fields matches."),
    PAGE,
    SIZE,
];

/// The routes.
pub(super) static ROUTES: &[Route] = endpoints! {
    Get "/api/v1/accounts", May(Accounts, See), "Buscar cuentas" / "Search accounts", search,
        DOC.query(SEARCH).lists::<Account>()
            .about("Without a text there is nothing to find. The best match comes first, then the oldest.");
    Post "/api/v1/accounts", May(Accounts, Create), "Crear cuenta" / "Make an account", make,
        DOC.takes::<NewAccount>().makes::<Account>().about("At least one field has a value.");
    Get "/api/v1/accounts/{id}", May(Accounts, See), "Ver cuenta" / "Show an account", show, DOC.gives::<Account>();
    Patch "/api/v1/accounts/{id}", May(Accounts, Edit), "Editar cuenta" / "Edit an account", edit,
        DOC.takes::<AccountChange>().gives::<Account>().about("What is not given stays; null takes a value away.");
    Get "/api/v1/accounts/{id}/contacts", May(Accounts, See),
        "Ver contactos de cuenta" / "List the contacts of an account",
        contacts,
        DOC.query(PAGED).lists::<Contact>().about("The oldest first; none for somebody who may not see contacts.");
    Put "/api/v1/accounts/{id}/contacts/{contact}", May(Accounts, Edit), "Vincular contacto" / "Tie a contact", tie,
        DOC.about("One that is tied already stays so. It takes editing contacts and accounts.");
    Delete "/api/v1/accounts/{id}/contacts/{contact}", May(Accounts, Edit),
        "Desvincular contacto" / "Untie a contact", untie,
        DOC.about("One that is not tied stays so. It takes editing contacts and accounts.");
    Get "/api/v1/accounts/{id}/cases", May(Accounts, See),
        "Ver casos de cuenta" / "List the cases of an account", cases,
        DOC.query(PAGED).lists::<Case>().about("The newest first; none for somebody who may not see cases.");
};

bodies!(
    /// An account.
    Account,
    /// An account to make.
    NewAccount,
    /// What is to change of an account.
    AccountChange,
    of record::Account {
        /// *identificador*, such as a RUT.
        identifier,
        /// *representante*.
        representative,
        /// *razón social*.
        legal_name,
        /// *giro*.
        business_line,
        /// *dirección*.
        address,
    }
);

async fn search(call: ApiCall) -> Result<Response, Refusal> {
    let request = SearchRequest::Accounts(call.query.one("q")?.to_owned());
    let page = call.page()?;
    match call.site.app.search.run(&call.actor, &request, page).await? {
        FoundRecords::Accounts(found) => listed(found, Account::from),
        _ => Err(Refusal::of(Code::InternalError)),
    }
}

async fn make(call: ApiCall) -> Result<Response, Refusal> {
    call.require_sight(Accounts)?;
    let new: NewAccount = call.body()?;
    let save = &call.site.app.save_account;
    let id = save.run(&call.actor, None, new.texts()).await.map_err(refuse)?;
    let made = one(&call, &id).await?;
    call.created(&path_of("accounts", &id.0), &Account::from(made))
}

async fn show(call: ApiCall) -> Result<Response, Refusal> {
    shown(&Account::from(one(&call, &id_of(&call)).await?))
}

async fn edit(call: ApiCall) -> Result<Response, Refusal> {
    let change: AccountChange = call.body()?;
    let id = id_of(&call);
    let now = one(&call, &id).await?;
    let save = &call.site.app.save_account;
    let edited = Some((id.clone(), change.version));
    save.run(&call.actor, edited, texts(&change.texts(&now)))
        .await
        .map_err(refuse)?;
    shown(&Account::from(one(&call, &id).await?))
}

async fn contacts(call: ApiCall) -> Result<Response, Refusal> {
    let (page, none) = (call.page()?, PageRequest::default());
    let view = &call.site.app.view_account;
    let (file, _) = view.run(&call.actor, &id_of(&call), page, none).await?;
    listed(file.contacts, Contact::from)
}

async fn cases(call: ApiCall) -> Result<Response, Refusal> {
    let (page, none) = (call.page()?, PageRequest::default());
    let view = &call.site.app.view_account;
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
        ContactId(call.param("contact").to_owned()),
        AccountId(call.param("id").to_owned()),
    );
    let tie = &call.site.app.tie_account;
    tie.run(&call.actor, contact, account, tied).await?;
    Ok(done())
}

fn id_of(call: &ApiCall) -> AccountId {
    AccountId(call.param("id").to_owned())
}

async fn one(call: &ApiCall, id: &AccountId) -> Result<record::Account, Refusal> {
    let none = PageRequest::default();
    let view = &call.site.app.view_account;
    Ok(view.run(&call.actor, id, none, none).await?.0.account)
}
