//! `/api/v1/cases`

use super::{
    call::{ApiCall, listed, path_of, shown},
    endpoint::{Doc, Param, endpoints},
    page::{PAGE, SIZE},
};
use crate::{
    refusal::Refusal,
    routes::{Access::May, Route},
};
use axum::response::Response;
use ba360_core::{
    access::{
        Action::{Create, See},
        View::Cases,
    },
    link::Channel,
    record::{
        self, AccountId, CaseForm, CaseNumber, ContactId, CreateCaseError, FoundRecords, SearchRequest,
    },
    text::{Code, Coded as _},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const DOC: Doc = Doc::of("cases");

const SEARCH: &[Param] = &[
    Param::text("q", "The number of a case; without one there are all cases."),
    PAGE,
    SIZE,
];

/// The routes.
pub(super) static ROUTES: &[Route] = endpoints! {
    Get "/api/v1/cases", May(Cases, See), "Buscar casos" / "Search cases", search,
        DOC.query(SEARCH).lists::<Case>().about("The newest first.");
    Post "/api/v1/cases", May(Cases, Create), "Crear caso" / "Make a case", make,
        DOC.takes::<NewCase>().makes::<Case>()
            .about("Of a contact and a channel. The case of an interaction is made by POST /ba360/apir/v10/cases.");
    Get "/api/v1/cases/{numero}", May(Cases, See), "Ver caso" / "Show a case", show, DOC.gives::<Case>();
};

/// A case.
#[derive(Serialize, ToSchema)]
pub(super) struct Case {
    /// Its number: the day and a sequence within it, `YYMMDD-NNNNNN`.
    number: String,
    /// Whose it is.
    contact_id: String,
    /// The account that it is about.
    account_id: Option<String>,
    /// The channel, in the spelling of the links.
    channel: Option<String>,
    /// The interaction that it came from.
    interaction: Option<Interaction>,
    /// What it is about; empty where nobody said.
    subject: String,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// The key of the user who made it.
    created_by: Option<i64>,
}

/// An interaction of a calling platform.
#[derive(Serialize, ToSchema)]
struct Interaction {
    /// The platform.
    platform: String,
    /// The platform's own id for it.
    id: String,
}

/// A case to make.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCase {
    /// Whose it is.
    contact_id: String,
    /// The account that it is about.
    account_id: Option<String>,
    /// The channel, as a link would name it.
    channel: String,
    /// What it is about.
    subject: Option<String>,
}

impl From<record::Case> for Case {
    fn from(case: record::Case) -> Self {
        Self {
            number: case.number.to_string(),
            contact_id: case.contact.0,
            account_id: case.account.map(|id| id.0),
            channel: case.channel.map(|channel| channel.as_str().to_owned()),
            interaction: case.interaction.map(|interaction| Interaction {
                platform: interaction.platform.as_str().to_owned(),
                id: interaction.id.as_str().to_owned(),
            }),
            subject: case.subject.as_str().to_owned(),
            created_at: case.created_at.to_string(),
            created_by: case.created_by.map(|user| user.0),
        }
    }
}

async fn search(call: ApiCall) -> Result<Response, Refusal> {
    let request = SearchRequest::Cases(call.query.one("q")?.to_owned());
    let page = call.page()?;
    match call.site.app.search.run(&call.actor, &request, page).await? {
        FoundRecords::Cases(found) => listed(found, Case::from),
        _ => Err(Refusal::of(Code::InternalError)),
    }
}

async fn make(call: ApiCall) -> Result<Response, Refusal> {
    let new: NewCase = call.body()?;
    let channel: Channel = new
        .channel
        .parse()
        .map_err(|error| Refusal::from(error).about(["channel"]))?;
    let form = CaseForm {
        contact: ContactId(new.contact_id),
        account: new.account_id.map(AccountId),
        interaction: None,
        channel: Some(channel),
        subject: new.subject.unwrap_or_default(),
    };
    let made = call.site.app.create_case.run(&call.actor, form).await;
    let made = made.map_err(|error| refuse(error, ["contact_id", "account_id", "subject"]))?;
    let path = path_of("cases", &made.case.number.to_string());
    call.created(&path, &Case::from(made.case))
}

/// Why a case was not made, with the name that the body has for the contact, the account or the subject.
pub(super) fn refuse(error: CreateCaseError, [contact, account, subject]: [&'static str; 3]) -> Refusal {
    let field = match error {
        CreateCaseError::UnknownContact => contact,
        CreateCaseError::UnknownAccount => account,
        CreateCaseError::Subject(_) => subject,
        error => return error.into(),
    };
    Refusal::of(error.code()).about([field])
}

async fn show(call: ApiCall) -> Result<Response, Refusal> {
    // What is no number names no case.
    let number: CaseNumber = call
        .param("numero")
        .parse()
        .map_err(|_| Refusal::of(Code::RecordUnknown))?;
    let file = call.site.app.view_case.run(&call.actor, number).await?;
    shown(&Case::from(file.case))
}
