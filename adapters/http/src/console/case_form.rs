//! Making a case: of the contact in view, or of one that is chosen or made first.

use super::{
    contact_form::new_for_case,
    trail::{Trail, address, contact_pairs, page_pairs, read_contact_query, read_page, record_path},
    view::{back, contact_party, contact_table, interaction, live},
};
use crate::{
    call::Call,
    pages::{
        Ask, CaseFormPage, Choice, ChoosePage, Chosen, ErrorList, Input, Live, Notice, Pager, Pair,
        RowAction, Select, Tone, Words,
    },
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{Action, Actor, View},
    link::Channel,
    record::{
        Account, AccountId, CaseForm, Contact, ContactId, ContactQuery, CreateCase, CreateCaseError,
        FoundRecords, Interaction, Object, PageRequest, PageSize, RecordRef, SearchError, SearchRequest,
        ViewError,
    },
    text::{Code, Coded},
};

const PATH: &str = "/casos/nuevo";

/// What was filled in so far.
struct Filled<'f> {
    contact: &'f str,
    account: &'f str,
    channel: &'f str,
    subject: &'f str,
}

/// `GET /casos/nuevo`
pub(super) async fn ask_new(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    if !CreateCase::may(actor) {
        return Err(Refusal::of(Code::NotPermitted));
    }
    let mut trail = Trail::read(&call.query)?;
    let interaction = interaction(&call, actor, &mut trail, None).await?;
    let filled = Filled {
        contact: call.query.one("contacto")?,
        account: call.query.one("cuenta")?,
        channel: call.query.one("canal")?,
        subject: call.query.one("asunto")?,
    };
    if filled.contact.is_empty() {
        return choose(&call, actor, &trail, interaction, &filled, None).await;
    }
    form(&call, actor, &trail, interaction, &filled, None).await
}

/// `POST /casos/nuevo`
pub(super) async fn make(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let mut trail = Trail::read(&call.form)?;
    let filled = Filled {
        contact: call.form.one("contacto")?,
        account: call.form.one("cuenta")?,
        channel: call.form.one("canal")?,
        subject: call.form.one("asunto")?,
    };
    let made = call.site.app.create_case.run(
        actor,
        CaseForm {
            contact: ContactId(filled.contact.to_owned()),
            account: (!filled.account.is_empty()).then(|| AccountId(filled.account.to_owned())),
            interaction: trail.interaction.clone(),
            channel: Channel::ALL
                .into_iter()
                .find(|channel| channel.as_str() == filled.channel),
            subject: filled.subject.to_owned(),
        },
    );
    let problem = match made.await {
        Ok(creation) => {
            let said = if creation.made { "caso" } else { "mismo-caso" };
            let path = record_path(&RecordRef::Case(creation.case.number));
            let there = address(&path, back_and(&trail, ("aviso", said.to_owned())));
            return respond::see_other(&call.site.to(&there));
        }
        Err(error @ (CreateCaseError::Denied(_) | CreateCaseError::Store(_))) => return Err(error.into()),
        Err(problem) => problem,
    };
    let interaction = interaction(&call, actor, &mut trail, None).await?;
    match problem {
        CreateCaseError::UnknownContact => {
            choose(&call, actor, &trail, interaction, &filled, Some(problem.code())).await
        }
        problem => form(&call, actor, &trail, interaction, &filled, Some(&problem)).await,
    }
}

/// The way back alone: the interaction has its case now.
fn back_and(trail: &Trail, notice: Pair) -> Vec<Pair> {
    let back = Trail {
        back: trail.back.clone(),
        ..Trail::default()
    };
    std::iter::once(notice).chain(back.pairs()).collect()
}

/// Asks whose the case is.
async fn choose(
    call: &Call,
    actor: &Actor,
    trail: &Trail,
    interaction: Option<Interaction>,
    filled: &Filled<'_>,
    refused: Option<Code>,
) -> Result<Response, Refusal> {
    let mut query = read_contact_query(&call.query)?;
    if query == ContactQuery::default() {
        query = trail.contact.clone();
    }
    let asked = contact_pairs(&query);
    let page = read_page(&call.query)?;
    let request = SearchRequest::Contacts(query.clone());
    let (found, error) = match call.site.app.search.run(actor, &request, page).await {
        Ok(FoundRecords::Contacts(found)) => (Some(found), None),
        Ok(_) => (None, None),
        Err(SearchError::Text(problem)) => (None, Some(problem.code())),
        Err(error) => return Err(error.into()),
    };
    let near = contacts_of_account(call, actor, filled.account).await?;
    let chrome = call.chrome();
    let w = chrome.w();
    let kept = kept(filled);
    let table = |contacts: &[Contact]| {
        contact_table(
            w,
            contacts,
            |_| None,
            |contact| RowAction::Link {
                text: w.choose,
                about: format!("{} {}", w.choose_this, contact.details.title()),
                href: {
                    let chosen = std::iter::once(("contacto", contact.id.0.clone()));
                    chrome.to(&trail.to(PATH, chosen.chain(kept.clone())))
                },
            },
        )
    };
    let chosen = found.filter(|_| !asked.is_empty()).map(|found| Chosen {
        count: w.count(found.total, Object::Contact),
        table: (!found.items.is_empty()).then(|| table(&found.items)),
        pager: Pager::new(w, &found, |page| {
            let asked = asked.iter().cloned().chain(page_pairs(page));
            chrome.to(&trail.to(PATH, asked.chain(kept.clone())))
        }),
    });
    let choose = ChoosePage {
        back: back(&chrome, trail),
        kicker: Some(w.new_case.to_owned()),
        title: w.choose_contact,
        lead: w.choose_contact_lead,
        create: actor.may(View::Contacts, Action::Create).then(|| {
            (
                w.new_contact,
                chrome.to(&new_for_case(trail, asked.clone(), filled.account)),
            )
        }),
        live: interaction.map(|it| live(&chrome, &it, None)),
        notice: refused.map(|code| Notice::of_code(Tone::Bad, code, w)),
        near: (!near.is_empty()).then(|| (w.contacts_of, table(&near))),
        ask: Ask {
            heading: w.contacts_search,
            action: chrome.to(PATH),
            label: w.contacts_box,
            value: query.any.clone(),
            error: error.map(|code| code.words(w.language)),
            hidden: trail.pairs().into_iter().chain(kept.clone()).collect(),
            fields: Vec::new(),
            open: false,
        },
        found: chosen,
        none: w.contacts_empty,
        chrome,
    };
    respond::page_or_refused(refused.or(error), &choose)
}

/// What was filled in besides the contact, to carry along while one is chosen.
fn kept(filled: &Filled<'_>) -> Vec<Pair> {
    [
        ("cuenta", filled.account),
        ("canal", filled.channel),
        ("asunto", filled.subject),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| (name, value.to_owned()))
    .collect()
}

/// The first contacts of the account in view; none when there is no such account, or it may not be seen.
async fn contacts_of_account(call: &Call, actor: &Actor, account: &str) -> Result<Vec<Contact>, Refusal> {
    if account.is_empty() || !actor.may(View::Accounts, Action::See) {
        return Ok(Vec::new());
    }
    let page = PageRequest::first(PageSize::default());
    let id = AccountId(account.to_owned());
    match call.site.app.view_account.run(actor, &id, page, page).await {
        Ok((file, _)) => Ok(file.contacts.items),
        Err(ViewError::Unknown) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// Asks for the rest, once it is known whose the case is.
async fn form(
    call: &Call,
    actor: &Actor,
    trail: &Trail,
    interaction: Option<Interaction>,
    filled: &Filled<'_>,
    problem: Option<&CreateCaseError>,
) -> Result<Response, Refusal> {
    let id = ContactId(filled.contact.to_owned());
    let page = PageRequest::first(PageSize::Fifty);
    let (file, _) = call
        .site
        .app
        .view_contact
        .run(actor, &id, page, PageRequest::default())
        .await?;
    let mut accounts = file.accounts.items;
    if let Some(other) = account_in_view(call, actor, filled.account, &accounts).await? {
        accounts.push(other);
    }
    let chrome = call.chrome();
    let w = chrome.w();
    let refused = problem.map(Coded::code);
    let at = problem.and_then(field_of);
    let at = at.zip(refused.map(|code| code.words(w.language)));
    // What no field can mend is told at the top.
    let above = refused.filter(|_| at.is_none());
    let error = |name| at.filter(|(field, _)| *field == name).map(|(_, words)| words);
    let without_contact = Filled {
        contact: "",
        ..*filled
    };
    let mut hidden = trail.pairs();
    hidden.push(("contacto", filled.contact.to_owned()));
    let case_form = CaseFormPage {
        notice: above.map(|code| Notice::of_code(Tone::Bad, code, w)),
        errors: at.map(|(field, words)| ErrorList {
            title: w.form_errors,
            errors: vec![(field, words.to_owned())],
        }),
        action: chrome.to(PATH),
        hidden,
        contact: contact_party(&chrome, &file.contact, trail),
        change: chrome.to(&trail.to(PATH, kept(&without_contact))),
        accounts: (!accounts.is_empty() || error("cuenta").is_some())
            .then(|| account_select(w, &accounts, filled.account, error("cuenta"))),
        channels: interaction
            .is_none()
            .then(|| channel_select(w, filled.channel, error("canal"))),
        live: interaction.map(|it| Live {
            label: w.from_interaction,
            ..live(&chrome, &it, None)
        }),
        subject: Input {
            name: "asunto",
            label: w.subject,
            value: filled.subject.to_owned(),
            hint: Some(w.subject_hint),
            error: error("asunto"),
            ..Input::default()
        },
        cancel: chrome.to(&match &trail.back {
            Some(back) => back.with(trail),
            None => trail.to(&record_path(&RecordRef::Contact(id)), []),
        }),
        chrome,
    };
    respond::page_or_refused(refused, &case_form)
}

/// The field that a problem is about; none for one that is about the whole.
const fn field_of(problem: &CreateCaseError) -> Option<&'static str> {
    match problem {
        CreateCaseError::UnknownAccount => Some("cuenta"),
        CreateCaseError::Subject(_) => Some("asunto"),
        CreateCaseError::ChannelMissing => Some("canal"),
        _ => None,
    }
}

/// The account in view, where it is none of the contact's own.
async fn account_in_view(
    call: &Call,
    actor: &Actor,
    account: &str,
    own: &[Account],
) -> Result<Option<Account>, Refusal> {
    let is_own = own.iter().any(|it| it.id.0 == account);
    if account.is_empty() || is_own || !actor.may(View::Accounts, Action::See) {
        return Ok(None);
    }
    let page = PageRequest::first(PageSize::default());
    let id = AccountId(account.to_owned());
    match call.site.app.view_account.run(actor, &id, page, page).await {
        Ok((file, _)) => Ok(Some(file.account)),
        Err(ViewError::Unknown) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn account_select(
    w: &'static Words,
    accounts: &[Account],
    chosen: &str,
    error: Option<&'static str>,
) -> Select {
    let none = Choice {
        value: String::new(),
        text: w.no_account.to_owned(),
        chosen: chosen.is_empty(),
    };
    let each = accounts.iter().map(|account| Choice {
        value: account.id.0.clone(),
        text: account.details.title().to_owned(),
        chosen: account.id.0 == chosen,
    });
    Select {
        name: "cuenta",
        label: w.account,
        hint: Some(w.account_hint),
        error,
        now: None,
        options: std::iter::once(none).chain(each).collect(),
    }
}

fn channel_select(w: &'static Words, chosen: &str, error: Option<&'static str>) -> Select {
    let none = Choice {
        value: String::new(),
        text: w.choose_channel.to_owned(),
        chosen: chosen.is_empty(),
    };
    let each = Channel::ALL.into_iter().map(|channel| Choice {
        value: channel.as_str().to_owned(),
        text: channel.as_str().to_owned(),
        chosen: channel.as_str() == chosen,
    });
    Select {
        name: "canal",
        label: w.channel,
        hint: None,
        error,
        now: None,
        options: std::iter::once(none).chain(each).collect(),
    }
}
