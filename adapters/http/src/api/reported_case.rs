//! `POST /ba360/apir/v10/cases`: the case of an interaction that another system reports (contract 3.4). Its names are
//! the wire's, in Spanish.

use super::{
    call::{ApiCall, path_of, shown},
    cases::refuse as refuse_case,
    endpoint::{Doc, endpoints},
    records::refuse_details,
};
use crate::{
    refusal::Refusal,
    routes::{Access::May, Route},
};
use axum::response::Response;
use ba360_core::{
    access::{Action::Create, View::Cases},
    link::Field,
    record::{
        AccountId, Case, CaseReport, ContactId, Field as RecordField, ReportCaseError, ReportedContact,
        SaveError,
    },
    text::{Code, Coded as _},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The route.
pub(super) static ROUTES: &[Route] = endpoints! {
    Post "/ba360/apir/v10/cases", May(Cases, Create),
        "Informar una interacción" / "Report an interaction that is to have a case", report,
        Doc::of("external systems").takes::<CasoAInformar>().makes::<CasoInformado>().or(200).for_tokens_alone()
            .about("201 when the case was made, 200 when the interaction had one already. Either contacto_id or \
                    contacto is given. A contacto is the one that matches exactly, by its nombre only where nothing \
                    else is given; where there is none it is made if crear_contacto says so. Unknown members are \
                    passed over.");
};

/// An interaction that is to have a case.
#[derive(Deserialize, ToSchema)]
struct CasoAInformar {
    /// The key of the contact.
    contacto_id: Option<String>,
    /// What is known of the contact.
    contacto: Option<ContactoInformado>,
    /// Whether the contact is made where there is none.
    #[serde(default)]
    crear_contacto: bool,
    /// The key of the account that it is about.
    empresa_id: Option<String>,
    /// The channel, as a link would name it.
    canal: String,
    /// The platform.
    plataforma: String,
    /// The platform's own id for the interaction.
    id: String,
    /// What it is about.
    asunto: Option<String>,
}

/// What is known of a contact.
#[derive(Deserialize, ToSchema)]
struct ContactoInformado {
    /// Such as a RUT.
    identificador: Option<String>,
    /// Name and surname.
    nombre: Option<String>,
    /// The id in a social network.
    idrrss: Option<String>,
    /// The e-mail address.
    email: Option<String>,
    /// The phone number.
    telefono: Option<String>,
}

/// The case of an interaction.
#[derive(Serialize, ToSchema)]
struct CasoInformado {
    /// Its number.
    numero: String,
    /// The key of its contact.
    contacto_id: String,
    /// The key of the account that it is about.
    empresa_id: Option<String>,
    /// The channel.
    canal: Option<String>,
    /// The platform.
    plataforma: Option<String>,
    /// The platform's own id for the interaction.
    id: Option<String>,
    /// What it is about; empty where nobody said.
    asunto: String,
    /// When it was made.
    #[schema(format = DateTime)]
    creado_en: String,
    /// The path of the case in the console.
    ruta: String,
}

async fn report(call: ApiCall) -> Result<Response, Refusal> {
    let told: CasoAInformar = call.body()?;
    let report = CaseReport {
        contact: contact(told.contacto_id, told.contacto, told.crear_contacto)?,
        account: told.empresa_id.map(AccountId),
        platform: told.plataforma,
        channel: told.canal,
        interaction_id: told.id,
        subject: told.asunto.unwrap_or_default(),
    };
    let creation = call.site.app.report_case.run(&call.actor, report).await;
    let creation = creation.map_err(refuse)?;
    let path = path_of("cases", &creation.case.number.to_string());
    let case = CasoInformado::of(&call, creation.case);
    if creation.made {
        call.created(&path, &case)
    } else {
        shown(&case)
    }
}

fn contact(
    id: Option<String>,
    told: Option<ContactoInformado>,
    make: bool,
) -> Result<ReportedContact, Refusal> {
    match (id, told) {
        (Some(id), None) => Ok(ReportedContact::Known(ContactId(id))),
        (None, Some(told)) => {
            let texts = [
                told.identificador,
                told.nombre,
                told.idrrss,
                told.email,
                told.telefono,
            ];
            let texts = texts.map(Option::unwrap_or_default);
            Ok(ReportedContact::Told { texts, make })
        }
        _ => Err(Refusal::of(Code::RequestBad).about(["contacto_id", "contacto"])),
    }
}

/// Why no case was made, with the field where one is at fault.
fn refuse(error: ReportCaseError) -> Refusal {
    match error {
        ReportCaseError::Interaction(error) => {
            let field = error.field.map(Field::wire);
            Refusal::of(error.code()).about(field)
        }
        ReportCaseError::Contact(SaveError::Details(bad)) => {
            let mut refusal = refuse_details(bad, RecordField::as_str);
            if bad.field.is_none() {
                refusal = refusal.about(["contacto"]);
            }
            refusal
        }
        ReportCaseError::Contact(error) => error.into(),
        ReportCaseError::Case(error) => refuse_case(error, ["contacto", "empresa_id", "asunto"]),
        error => error.into(),
    }
}

impl CasoInformado {
    fn of(call: &ApiCall, case: Case) -> Self {
        let number = case.number.to_string();
        Self {
            ruta: call.site.to(&format!("/casos/{number}")),
            numero: number,
            contacto_id: case.contact.0,
            empresa_id: case.account.map(|id| id.0),
            canal: case.channel.map(|channel| channel.as_str().to_owned()),
            plataforma: case
                .interaction
                .as_ref()
                .map(|it| it.platform.as_str().to_owned()),
            id: case.interaction.as_ref().map(|it| it.id.as_str().to_owned()),
            asunto: case.subject.as_str().to_owned(),
            creado_en: case.created_at.to_string(),
        }
    }
}
