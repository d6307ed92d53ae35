//! A case in view.

use super::{
    trail::{Trail, record_path},
    view::{account_party, back, contact_party, done, interaction, live, moment},
};
use crate::{
    call::Call,
    pages::{CasePage, TopOfRecord},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    record::{CaseNumber, CreateCase, RecordRef},
    text::Code,
};

/// `GET /casos/{numero}`
pub(super) async fn show(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    // What is no number is the number of no case.
    let number: CaseNumber = call
        .param("numero")
        .parse()
        .map_err(|_| Refusal::of(Code::RecordUnknown))?;
    let mut trail = Trail::read(&call.query)?;
    let file = call.site.app.view_case.run(actor, number).await?;
    let interaction = interaction(&call, actor, &mut trail, Some(RecordRef::Case(number))).await?;
    let chrome = call.chrome();
    let w = chrome.w();
    let case = &file.case;
    // The interaction that has this case already is not offered another.
    let other = interaction.filter(|it| {
        let own = case.interaction.as_ref();
        own.is_none_or(|own| own.reference != it.reference)
    });
    let create_case = CreateCase::may(actor).then(|| {
        let account = case.account.as_ref().map_or_else(String::new, |id| id.0.clone());
        let more = [("contacto", case.contact.0.clone()), ("cuenta", account)];
        chrome.to(&trail.to("/casos/nuevo", more))
    });
    let notice = done(&call, w)?;
    let address = notice
        .is_some()
        .then(|| chrome.to(&trail.to(&record_path(&RecordRef::Case(number)), [])));
    let subject = Some(case.subject.as_str().to_owned()).filter(|subject| !subject.is_empty());
    let own = case.interaction.as_ref();
    let case_page = CasePage {
        top: TopOfRecord {
            back: back(&chrome, &trail),
            notice,
            kicker: w.case,
            title: number.to_string(),
            actions: Vec::new(),
            live: other.map(|it| live(&chrome, &it, create_case)),
            address,
        },
        facts: vec![
            (w.subject, subject),
            (w.created, Some(moment(actor.instance(), case.created_at))),
            (w.channel, case.channel.map(|channel| channel.as_str().to_owned())),
            (w.platform, own.map(|it| it.platform.to_string())),
            (w.interaction_id, own.map(|it| it.id.to_string())),
        ],
        parties: vec![
            (
                w.contact,
                file.contact.as_ref().map(|it| contact_party(&chrome, it, &trail)),
            ),
            (
                w.account,
                file.account.as_ref().map(|it| account_party(&chrome, it, &trail)),
            ),
        ],
        chrome,
    };
    respond::page(&case_page)
}
