//! `/api/v1/accounts`

use super::{
    call::{ApiCall, changed, done, given, listed, path_of, shown},
    cases::Case,
    contacts::Contact,
    endpoint::{Doc, Param, endpoints},
    page::{PAGE, PAGED, SIZE},
    records::{refuse, text, texts},
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
    record::{self, AccountId, ContactId, FoundRecords, PageRequest, SearchRequest, Value},
    text::Code,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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

/// An account.
#[derive(Serialize, ToSchema)]
pub(super) struct Account {
    /// Its key.
    id: String,
    /// Its state, counted up with every change.
    version: i64,
    /// *identificador*, such as a RUT.
    identifier: Option<String>,
    /// *representante*.
    representative: Option<String>,
    /// *razón social*.
    legal_name: Option<String>,
    /// *giro*.
    business_line: Option<String>,
    /// *dirección*.
    address: Option<String>,
}

/// An account to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewAccount {
    /// *identificador*, such as a RUT.
    identifier: Option<String>,
    /// *representante*.
    representative: Option<String>,
    /// *razón social*.
    legal_name: Option<String>,
    /// *giro*.
    business_line: Option<String>,
    /// *dirección*.
    address: Option<String>,
}

/// What is to change of an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AccountChange {
    /// The version that was seen; another one is a conflict.
    version: i64,
    /// *identificador*, such as a RUT.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    identifier: Option<Option<String>>,
    /// *representante*.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    representative: Option<Option<String>>,
    /// *razón social*.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    legal_name: Option<Option<String>>,
    /// *giro*.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    business_line: Option<Option<String>>,
    /// *dirección*.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    address: Option<Option<String>>,
}

impl From<record::Account> for Account {
    fn from(account: record::Account) -> Self {
        Self {
            identifier: text(&account.details.identifier),
            representative: text(&account.details.representative),
            legal_name: text(&account.details.legal_name),
            business_line: text(&account.details.business_line),
            address: text(&account.details.address),
            version: account.version,
            id: account.id.0,
        }
    }
}

impl NewAccount {
    fn texts(&self) -> [&str; 5] {
        [
            &self.identifier,
            &self.representative,
            &self.legal_name,
            &self.business_line,
            &self.address,
        ]
        .map(|text| text.as_deref().unwrap_or_default())
    }
}

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
    let merged = [
        changed(
            change.identifier,
            now.details.identifier.as_ref().map(Value::as_str),
        ),
        changed(
            change.representative,
            now.details.representative.as_ref().map(Value::as_str),
        ),
        changed(
            change.legal_name,
            now.details.legal_name.as_ref().map(Value::as_str),
        ),
        changed(
            change.business_line,
            now.details.business_line.as_ref().map(Value::as_str),
        ),
        changed(change.address, now.details.address.as_ref().map(Value::as_str)),
    ];
    let save = &call.site.app.save_account;
    let edited = Some((id.clone(), change.version));
    save.run(&call.actor, edited, texts(&merged))
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
