//! What stands above a contact or an account in view: what it is called, what can be done, the interaction.

use super::{
    trail::{RecordPages, Trail, record_path},
    view::{back, done, interaction, live},
};
use crate::{
    call::Call,
    pages::{Pair, TopOfRecord},
    refusal::Refusal,
};
use ba360_core::{
    access::{Action, Actor, View},
    record::{CreateCase, RecordRef},
};

/// A contact or an account in view.
pub(crate) struct InView<'r> {
    pub(crate) record: RecordRef,
    /// Whose permissions it takes.
    pub(crate) view: View,
    /// What kind of record it is.
    pub(crate) kicker: &'static str,
    /// What it is called.
    pub(crate) title: &'r str,
    /// What names it in the form of a new case.
    pub(crate) in_case: Pair,
    pub(crate) pages: RecordPages,
}

/// What stands above it. The trail takes the interaction along from here.
pub(crate) async fn top_of_record(
    call: &Call,
    actor: &Actor,
    trail: &mut Trail,
    it: InView<'_>,
) -> Result<TopOfRecord, Refusal> {
    let path = record_path(&it.record);
    let interaction = interaction(call, actor, trail, Some(it.record)).await?;
    let chrome = call.chrome();
    let w = chrome.w();
    let create_case = CreateCase::may(actor).then(|| chrome.to(&trail.to("/casos/nuevo", [it.in_case])));
    let mut actions = Vec::new();
    if let (None, Some(href)) = (&interaction, &create_case) {
        actions.push((w.new_case, href.clone()));
    }
    if actor.may(it.view, Action::Edit) {
        actions.push((w.edit, chrome.to(&trail.to(&format!("{path}/editar"), []))));
    }
    let notice = done(call, w)?;
    let address = notice
        .is_some()
        .then(|| chrome.to(&trail.to(&path, it.pages.pairs())));
    Ok(TopOfRecord {
        back: back(&chrome, trail),
        notice,
        kicker: it.kicker,
        title: it.title.to_owned(),
        actions,
        live: interaction.map(|it| live(&chrome, &it, create_case)),
        address,
    })
}
