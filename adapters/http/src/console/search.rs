//! The search views of contacts, accounts and cases: as the console asks for them, and as a link opens them.

use super::{
    trail::{SearchAddress, Trail, contact_pairs, path_of, record_path},
    view::{account_table, case_table, contact_table, inputs, interaction, live},
};
use crate::{
    call::Call,
    chrome::Chrome,
    pages::{Ask, Empty, Live, Pager, Pair, RowAction, SearchPage, Table, Words},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{Action, Actor},
    record::{
        CaseNumber, ContactDetails, CreateCase, FoundRecords, LowerHit, Object, Opened, PageRequest,
        RecordRef, SearchError, SearchRequest, SearchView,
    },
    text::{Code, Coded},
};

/// What a search view shows.
struct Shown<'s> {
    asked: &'s SearchAddress,
    found: Option<&'s FoundRecords>,
    /// What is wrong with the text that was searched for.
    error: Option<Code>,
    lower: Option<&'s LowerHit>,
    trail: &'s Trail,
    live: Option<Live>,
    address: Option<String>,
}

/// `GET /contactos`, `/cuentas`, `/casos`.
pub(super) async fn show(call: Call, object: Object) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let mut asked = SearchAddress::read(object, &call.query)?;
    let mut trail = Trail::read(&call.query)?;
    trail.back = None;
    let interaction = interaction(&call, actor, &mut trail, None).await?;
    let (found, error) = match call.site.app.search.run(actor, &asked.request, asked.page).await {
        Ok(found) => (Some(found), None),
        Err(SearchError::Text(problem)) => (None, Some(problem.code())),
        Err(error) => return Err(error.into()),
    };
    if let Some(found) = &found {
        asked = asked.at(page_of(found));
    }
    let chrome = call.chrome();
    let create_case = case_address(&chrome, actor, &asked, &trail);
    let live = interaction.map(|it| live(&chrome, &it, create_case));
    let shown = Shown {
        asked: &asked,
        found: found.as_ref(),
        error,
        lower: None,
        trail: &trail,
        live,
        address: None,
    };
    respond::page_or_refused(error, &search_page(chrome, actor, shown))
}

/// The address at which opening a link ends, without the base: a record's, or a search view's with the interaction.
#[must_use]
pub fn address_of(opened: &Opened) -> String {
    match opened {
        Opened::Record(record) => record_path(record),
        Opened::Search(view) => SearchAddress::of(view).with(&trail_of(view)),
    }
}

fn trail_of(view: &SearchView) -> Trail {
    Trail {
        interaction: Some(view.interaction.clone()),
        ..Trail::default()
    }
}

/// The search view that a link opens.
pub(crate) async fn link_view(call: &Call, view: &SearchView) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let asked = SearchAddress::of(view);
    let mut trail = trail_of(view);
    let interaction = interaction(call, actor, &mut trail, None).await?;
    let mut chrome = call.chrome();
    chrome.stand_in(path_of(view.request.object()));
    let create_case = case_address(&chrome, actor, &asked, &trail);
    let live = interaction.map(|it| live(&chrome, &it, create_case));
    let address = chrome.to(&asked.with(&trail));
    let shown = Shown {
        asked: &asked,
        found: Some(&view.found),
        error: None,
        lower: view.lower.as_ref(),
        trail: &trail,
        live,
        address: Some(address.clone()),
    };
    let mut response = respond::page(&search_page(chrome, actor, shown))?;
    respond::located(&mut response, &address)?;
    Ok(response)
}

impl SearchAddress {
    fn of(view: &SearchView) -> Self {
        Self {
            request: view.request.clone(),
            page: page_of(&view.found),
        }
    }
}

const fn page_of(found: &FoundRecords) -> PageRequest {
    match found {
        FoundRecords::Contacts(found) => found.page,
        FoundRecords::Accounts(found) => found.page,
        FoundRecords::Cases(found) => found.page,
    }
}

/// Where a case is made from a search view: the contact is still to be chosen.
fn case_address(chrome: &Chrome<'_>, actor: &Actor, asked: &SearchAddress, trail: &Trail) -> Option<String> {
    let more = match &asked.request {
        SearchRequest::Contacts(query) => contact_pairs(query),
        SearchRequest::Accounts(_) | SearchRequest::Cases(_) => Vec::new(),
    };
    CreateCase::may(actor).then(|| chrome.to(&trail.back_to(asked.clone()).to("/casos/nuevo", more)))
}

/// Where the record that was searched for is made, filled in; none for somebody who may not.
fn create_address(
    chrome: &Chrome<'_>,
    actor: &Actor,
    asked: &SearchAddress,
    trail: &Trail,
) -> Option<(&'static str, String)> {
    let w = chrome.w();
    let (path, words, texts) = match &asked.request {
        SearchRequest::Contacts(query) if contact_pairs(query).is_empty() => {
            ("/contactos/nuevo", w.new_contact, contact_pairs(&trail.contact))
        }
        SearchRequest::Contacts(query) => ("/contactos/nuevo", w.new_contact, contact_pairs(query)),
        SearchRequest::Accounts(_) => ("/cuentas/nueva", w.new_account, asked.texts()),
        SearchRequest::Cases(_) => {
            let href = || chrome.to(&trail.back_to(asked.clone()).to("/casos/nuevo", []));
            return CreateCase::may(actor).then(|| (w.new_case, href()));
        }
    };
    let may = actor.may(asked.request.object().view(), Action::Create);
    may.then(|| (words, chrome.to(&trail.back_to(asked.clone()).to(path, texts))))
}

fn search_page<'p>(chrome: Chrome<'p>, actor: &Actor, shown: Shown<'_>) -> SearchPage<'p> {
    let w = chrome.w();
    let Shown { asked, trail, .. } = shown;
    let object = asked.request.object();
    let texts = asked.texts();
    let all_cases = object == Object::Case && texts.is_empty();
    let create = create_address(&chrome, actor, asked, trail);
    let total = shown.found.map(FoundRecords::total);
    let nothing = total.is_some_and(|total| total.count == 0);
    let empty = nothing.then(|| Empty {
        text: empty_text(w, object, texts.is_empty()),
        hint: match &asked.request {
            SearchRequest::Cases(text) => case_hint(w, text),
            _ if texts.is_empty() => None,
            _ if create.is_some() => Some(w.empty_next),
            _ => Some(w.empty_check),
        },
        lower: shown.lower.map(|lower| lower_link(&chrome, lower, trail)),
        create: create
            .clone()
            .filter(|_| object != Object::Case && !texts.is_empty()),
    });
    let offered_below = empty.as_ref().is_some_and(|empty| empty.create.is_some());
    // With an interaction in view its strip makes the case.
    let case_in_strip = object == Object::Case && shown.live.is_some();
    SearchPage {
        title: match object {
            Object::Contact => w.contacts,
            Object::Account => w.accounts,
            Object::Case => w.cases,
        },
        ask: ask(&chrome, asked, trail, shown.error),
        create: create.filter(|_| !offered_below && !case_in_strip),
        live: shown.live,
        results_title: if all_cases { w.all_cases } else { w.results },
        count: total
            .filter(|_| !texts.is_empty() || object == Object::Case)
            .map(|total| w.count(total, object)),
        table: shown
            .found
            .and_then(|found| table(&chrome, actor, found, asked, trail)),
        empty,
        pager: shown.found.and_then(|found| pager(&chrome, found, asked, trail)),
        address: shown.address,
        chrome,
    }
}

fn empty_text(w: &Words, object: Object, nothing_asked: bool) -> &'static str {
    match (object, nothing_asked) {
        (Object::Contact, true) => w.contacts_begin,
        (Object::Contact, false) => w.contacts_empty,
        (Object::Account, true) => w.accounts_begin,
        (Object::Account, false) => w.accounts_empty,
        (Object::Case, true) => w.cases_none,
        (Object::Case, false) => w.cases_empty,
    }
}

fn case_hint(w: &Words, text: &str) -> Option<&'static str> {
    match text.trim() {
        "" => None,
        text if text.parse::<CaseNumber>().is_err() => Some(Code::CaseNumberBad.words(w.language)),
        _ => Some(w.empty_check),
    }
}

fn lower_link(chrome: &Chrome<'_>, lower: &LowerHit, trail: &Trail) -> (String, String) {
    let w = chrome.w();
    let address = SearchAddress {
        request: lower.request.clone(),
        page: PageRequest::default(),
    };
    let words = format!("{} {}", w.lower_see, w.count(lower.total, lower.request.object()));
    (words, chrome.to(&address.with(trail)))
}

fn ask(chrome: &Chrome<'_>, asked: &SearchAddress, trail: &Trail, error: Option<Code>) -> Ask {
    let w = chrome.w();
    let mut hidden: Vec<Pair> = trail.forward();
    if asked.page.size != Default::default() {
        hidden.push(("size", asked.page.size.rows().to_string()));
    }
    let object = asked.request.object();
    let (heading, label) = match object {
        Object::Contact => (w.contacts_search, w.contacts_box),
        Object::Account => (w.accounts_search, w.accounts_box),
        Object::Case => (w.cases_search, w.cases_box),
    };
    let (value, fields, open) = match &asked.request {
        SearchRequest::Contacts(query) => {
            let mut fields = inputs(w, ContactDetails::FIELDS, &query.each, None, None);
            fields.iter_mut().for_each(|field| field.hint = None);
            (query.any.clone(), fields, query.fields().next().is_some())
        }
        SearchRequest::Accounts(text) | SearchRequest::Cases(text) => (text.clone(), Vec::new(), false),
    };
    Ask {
        heading,
        action: chrome.to(path_of(object)),
        label,
        value,
        error: error.map(|code| code.words(w.language)),
        hidden,
        fields,
        open,
    }
}

fn table(
    chrome: &Chrome<'_>,
    actor: &Actor,
    found: &FoundRecords,
    asked: &SearchAddress,
    trail: &Trail,
) -> Option<Table> {
    let w = chrome.w();
    let along = trail.back_to(asked.clone());
    let href = |record: &RecordRef| chrome.to(&along.to(&record_path(record), []));
    let table = match found {
        FoundRecords::Contacts(found) => contact_table(
            w,
            &found.items,
            |it| Some(href(&RecordRef::Contact(it.id.clone()))),
            |_| RowAction::None,
        ),
        FoundRecords::Accounts(found) => account_table(
            w,
            &found.items,
            |it| Some(href(&RecordRef::Account(it.id.clone()))),
            |_| RowAction::None,
        ),
        FoundRecords::Cases(found) => case_table(w, actor.instance(), &found.items, |it| {
            href(&RecordRef::Case(it.number))
        }),
    };
    (!table.rows.is_empty()).then_some(table)
}

fn pager(chrome: &Chrome<'_>, found: &FoundRecords, asked: &SearchAddress, trail: &Trail) -> Option<Pager> {
    let w = chrome.w();
    let href = |page| chrome.to(&asked.at(page).with(trail));
    match found {
        FoundRecords::Contacts(found) => Pager::new(w, found, href),
        FoundRecords::Accounts(found) => Pager::new(w, found, href),
        FoundRecords::Cases(found) => Pager::new(w, found, href),
    }
}
