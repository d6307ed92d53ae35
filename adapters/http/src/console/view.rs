//! What the views share: rows and facts made of records, the interaction in view, what was just done.

use super::trail::{Trail, record_path};
use crate::{
    call::Call,
    chrome::Chrome,
    pages::{
        CaseItem, CasesOfRecord, Column, Fact, Input, Live, Notice, Now, Party, Row, RowAction, Table, Tone,
        Turn, Words,
    },
    refusal::Refusal,
};
use ba360_core::{
    access::{Action, Actor, View},
    instance::Instance,
    record::{
        Account, AccountDetails, Case, Contact, ContactDetails, Field, Found, Interaction, Object,
        PageRequest, RecordRef,
    },
    text::Language,
};
use jiff::Timestamp;

/// The interaction in view, for somebody who may see cases: the one that the address names, or the one whose
/// link opened the record. The trail takes it along from here, with what its link said of the contact.
pub(crate) async fn interaction(
    call: &Call,
    actor: &Actor,
    trail: &mut Trail,
    record: Option<RecordRef>,
) -> Result<Option<Interaction>, Refusal> {
    if !actor.may(View::Cases, Action::See) {
        trail.interaction = None;
        return Ok(None);
    }
    let named = trail.interaction.take();
    let found = call
        .site
        .app
        .interaction_in_view
        .run(actor, named.as_ref(), record)
        .await?;
    Ok(found.map(|(interaction, contact)| {
        trail.interaction = Some(interaction.reference.clone());
        trail.contact = contact;
        interaction
    }))
}

/// The strip that shows an interaction, with the way to make its case.
pub(crate) fn live(chrome: &Chrome<'_>, interaction: &Interaction, create_case: Option<String>) -> Live {
    Live {
        label: chrome.w().interaction,
        channel: interaction.channel.as_str(),
        platform: interaction.platform.to_string(),
        id: interaction.id.to_string(),
        create_case: create_case.map(|href| (chrome.w().new_case, href)),
    }
}

/// What was just done, told once behind the redirect.
pub(crate) fn done(call: &Call, w: &Words) -> Result<Option<Notice>, Refusal> {
    let text = match call.query.one("aviso")? {
        "guardado" => w.done_saved,
        "contacto" => w.done_contact,
        "cuenta" => w.done_account,
        "caso" => w.done_case,
        "mismo-caso" => w.done_same_case,
        "vinculada" => w.done_tied,
        "quitada" => w.done_untied,
        _ => return Ok(None),
    };
    Ok(Some(Notice {
        tone: Tone::Good,
        text: text.to_owned(),
        link: None,
    }))
}

/// The way back to the search that a record was opened from.
pub(crate) fn back(chrome: &Chrome<'_>, trail: &Trail) -> Option<(&'static str, String)> {
    let back = trail.back.as_ref()?;
    let w = chrome.w();
    let words = match back.request.object() {
        Object::Contact => w.back_to_contacts,
        Object::Account => w.back_to_accounts,
        Object::Case => w.back_to_cases,
    };
    Some((words, chrome.to(&back.with(trail))))
}

/// The inputs of some fields with their texts; `now` are the values that the record has now.
pub(crate) fn inputs(
    w: &'static Words,
    fields: [Field; 5],
    texts: &[String; 5],
    error: Option<(Field, &'static str)>,
    now: Option<[&str; 5]>,
) -> Vec<Input> {
    let now_of = |n: usize| {
        let value = now?[n];
        (value != texts[n].trim()).then(|| Now {
            label: w.current_value,
            value: if value.is_empty() { w.current_blank } else { value }.to_owned(),
        })
    };
    fields
        .into_iter()
        .enumerate()
        .map(|(n, field)| Input {
            name: field.as_str(),
            label: w.field(field),
            value: texts[n].clone(),
            hint: w.field_hint(field),
            error: error.filter(|(at, _)| *at == field).map(|(_, words)| words),
            now: now_of(n),
            keyboard: match field {
                Field::Email => "email",
                Field::Phone => "tel",
                _ => "text",
            },
        })
        .collect()
}

/// Every field of a contact.
pub(crate) fn contact_facts(w: &Words, details: &ContactDetails) -> Vec<Fact> {
    ContactDetails::FIELDS
        .into_iter()
        .map(|field| (w.field(field), details.get(field).map(ToOwned::to_owned)))
        .collect()
}

/// Every field of an account.
pub(crate) fn account_facts(w: &Words, details: &AccountDetails) -> Vec<Fact> {
    AccountDetails::FIELDS
        .into_iter()
        .map(|field| (w.field(field), details.get(field).map(ToOwned::to_owned)))
        .collect()
}

/// A contact as another view names it.
pub(crate) fn contact_party(chrome: &Chrome<'_>, contact: &Contact, trail: &Trail) -> Party {
    let details = &contact.details;
    let under = [Field::Identifier, Field::Phone, Field::Email].into_iter();
    Party {
        title: details.title().to_owned(),
        under: under_title(details.title(), under.filter_map(|field| details.get(field))),
        href: chrome.to(&trail.to(&record_path(&RecordRef::Contact(contact.id.clone())), [])),
    }
}

/// An account as another view names it.
pub(crate) fn account_party(chrome: &Chrome<'_>, account: &Account, trail: &Trail) -> Party {
    let details = &account.details;
    let under = [Field::Identifier, Field::BusinessLine].into_iter();
    Party {
        title: details.title().to_owned(),
        under: under_title(details.title(), under.filter_map(|field| details.get(field))),
        href: chrome.to(&trail.to(&record_path(&RecordRef::Account(account.id.clone())), [])),
    }
}

fn under_title<'t>(title: &str, texts: impl Iterator<Item = &'t str>) -> Option<String> {
    let texts: Vec<&str> = texts.filter(|&text| text != title).collect();
    (!texts.is_empty()).then(|| texts.join(" · "))
}

/// A table of contacts; `action` tells what can be done with each.
pub(crate) fn contact_table(
    w: &'static Words,
    contacts: &[Contact],
    href: impl Fn(&Contact) -> Option<String>,
    action: impl Fn(&Contact) -> RowAction,
) -> Table {
    let fields = [Field::Identifier, Field::Phone, Field::Email, Field::SocialId];
    let rows = contacts
        .iter()
        .map(|contact| Row {
            title: contact.details.title().to_owned(),
            href: href(contact),
            cells: fields
                .map(|field| contact.details.get(field).map(ToOwned::to_owned))
                .into(),
            action: action(contact),
        })
        .collect();
    table(w, w.contacts, Field::Name, &fields, Field::SocialId, rows)
}

/// A table of accounts; `action` tells what can be done with each.
pub(crate) fn account_table(
    w: &'static Words,
    accounts: &[Account],
    href: impl Fn(&Account) -> Option<String>,
    action: impl Fn(&Account) -> RowAction,
) -> Table {
    let fields = [
        Field::Identifier,
        Field::Representative,
        Field::BusinessLine,
        Field::Address,
    ];
    let rows = accounts
        .iter()
        .map(|account| Row {
            title: account.details.title().to_owned(),
            href: href(account),
            cells: fields
                .map(|field| account.details.get(field).map(ToOwned::to_owned))
                .into(),
            action: action(account),
        })
        .collect();
    table(w, w.accounts, Field::LegalName, &fields, Field::Address, rows)
}

fn table(
    w: &'static Words,
    caption: &'static str,
    title: Field,
    fields: &[Field],
    spare: Field,
    rows: Vec<Row>,
) -> Table {
    let columns = std::iter::once(&title).chain(fields).map(|&field| Column {
        title: w.field(field),
        spare: field == spare,
        figures: matches!(field, Field::Identifier | Field::Phone),
    });
    Table {
        caption,
        columns: columns.collect(),
        actions: rows
            .iter()
            .any(|row| !matches!(row.action, RowAction::None))
            .then_some(w.choose),
        rows,
    }
}

/// A table of cases.
pub(crate) fn case_table(
    w: &'static Words,
    instance: &Instance,
    cases: &[Case],
    href: impl Fn(&Case) -> String,
) -> Table {
    let column = |title, spare, figures| Column {
        title,
        spare,
        figures,
    };
    Table {
        caption: w.cases,
        columns: vec![
            column(w.number, false, true),
            column(w.subject, false, false),
            column(w.channel, false, false),
            column(w.platform, true, false),
            column(w.created, false, true),
        ],
        rows: cases
            .iter()
            .map(|case| Row {
                title: case.number.to_string(),
                href: Some(href(case)),
                cells: vec![
                    Some(case.subject.as_str().to_owned()).filter(|subject| !subject.is_empty()),
                    case.channel.map(|channel| channel.as_str().to_owned()),
                    case.interaction.as_ref().map(|it| it.platform.to_string()),
                    Some(moment(instance, case.created_at)),
                ],
                action: RowAction::None,
            })
            .collect(),
        actions: None,
    }
}

/// The cases beside a record; none for somebody who may not see cases. `page` tells the address of a page of
/// them.
pub(crate) fn cases_of_record(
    chrome: &Chrome<'_>,
    actor: &Actor,
    cases: &Found<Case>,
    trail: &Trail,
    page: impl Fn(PageRequest) -> String,
) -> Option<CasesOfRecord> {
    if !actor.may(View::Cases, Action::See) {
        return None;
    }
    let w = chrome.w();
    let items = cases.items.iter().map(|case| CaseItem {
        number: case.number.to_string(),
        href: chrome.to(&trail.to(&record_path(&RecordRef::Case(case.number)), [])),
        subject: match case.subject.as_str() {
            "" => w.no_subject.to_owned(),
            subject => subject.to_owned(),
        },
        channel: case.channel.map(|channel| channel.as_str()),
        created: moment(actor.instance(), case.created_at),
    });
    Some(CasesOfRecord {
        count: w.count(cases.total, Object::Case),
        items: items.collect(),
        turn: Turn::new(w, cases, page),
    })
}

/// A moment in the instance's time zone, as its language writes it, to the minute.
pub(crate) fn moment(instance: &Instance, at: Timestamp) -> String {
    let form = match instance.language {
        Language::Spanish => "%d-%m-%Y %H:%M",
        Language::English => "%Y-%m-%d %H:%M",
    };
    instance.time_zone.to_datetime(at).strftime(form).to_string()
}
