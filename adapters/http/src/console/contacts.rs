//! A contact in view, and the accounts that it is tied to.

use super::{
    top::{InView, top_of_record},
    trail::{RecordPages, Trail, page_pairs, read_page, record_path},
    view::{account_party, account_table, cases_of_record, contact_facts},
};
use crate::{
    call::Call,
    chrome::Chrome,
    pages::{AccountItem, AccountsOfContact, Ask, ChoosePage, Chosen, ContactPage, Pager, Pair, RowAction},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{Action, Actor, View},
    record::{
        AccountId, ContactFile, ContactId, FoundRecords, Object, PageRequest, PageSize, RecordRef,
        SearchError, SearchRequest, TieAccount,
    },
    text::{Code, Coded},
};

/// The contact that the path names.
pub(super) fn id_of(call: &Call) -> ContactId {
    ContactId(call.param("id").to_owned())
}

/// The path of a contact.
pub(super) fn path(id: &ContactId) -> String {
    record_path(&RecordRef::Contact(id.clone()))
}

/// The contact with the first of its accounts.
pub(super) async fn look_up(call: &Call, actor: &Actor, id: &ContactId) -> Result<ContactFile, Refusal> {
    let page = PageRequest::first(PageSize::Fifty);
    Ok(call
        .site
        .app
        .view_contact
        .run(actor, id, page, PageRequest::default())
        .await?
        .0)
}

/// `GET /contactos/{id}`
pub(super) async fn show(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let id = id_of(&call);
    let mut trail = Trail::read(&call.query)?;
    let asked = RecordPages::read(&call.query)?;
    let view = &call.site.app.view_contact;
    let (file, cases) = view.run(actor, &id, asked.others, asked.cases).await?;
    let pages = RecordPages {
        others: file.accounts.page,
        cases: cases.page,
    };
    let in_view = InView {
        record: RecordRef::Contact(id.clone()),
        view: View::Contacts,
        kicker: call.chrome().w().contact,
        title: file.contact.details.title(),
        in_case: ("contacto", id.0.clone()),
        pages,
    };
    let top = top_of_record(&call, actor, &mut trail, in_view).await?;
    let (chrome, path) = (call.chrome(), path(&id));
    let contact_page = ContactPage {
        top,
        facts: contact_facts(chrome.w(), &file.contact.details),
        accounts: accounts(&chrome, actor, &file, pages, &trail),
        cases: cases_of_record(&chrome, actor, &cases, &trail, |cases| {
            chrome.to(&trail.to(&path, RecordPages { cases, ..pages }.pairs()))
        }),
        chrome,
    };
    respond::page(&contact_page)
}

fn accounts(
    chrome: &Chrome<'_>,
    actor: &Actor,
    file: &ContactFile,
    pages: RecordPages,
    trail: &Trail,
) -> Option<AccountsOfContact> {
    if !actor.may(View::Accounts, Action::See) {
        return None;
    }
    let path = path(&file.contact.id);
    let ties = format!("{path}/cuentas");
    let may_tie = TieAccount::may(actor);
    let items = file.accounts.items.iter().map(|account| {
        let party = account_party(chrome, account, trail);
        AccountItem {
            title: party.title,
            under: party.under,
            href: party.href,
            untie: may_tie.then(|| {
                let fields = tie_fields(chrome, &account.id, "quitar", trail);
                (chrome.to(&ties), fields)
            }),
        }
    });
    Some(AccountsOfContact {
        items: items.collect(),
        pager: Pager::new(chrome.w(), &file.accounts, |others| {
            chrome.to(&trail.to(&path, RecordPages { others, ..pages }.pairs()))
        }),
        tie: may_tie.then(|| chrome.to(&trail.to(&ties, []))),
    })
}

fn tie_fields(chrome: &Chrome<'_>, account: &AccountId, action: &str, trail: &Trail) -> Vec<Pair> {
    let mut fields = vec![
        ("_token", chrome.form_token.to_owned()),
        ("cuenta", account.0.clone()),
        ("accion", action.to_owned()),
    ];
    fields.extend(trail.pairs());
    fields
}

/// `GET /contactos/{id}/cuentas`: finds the account to tie.
pub(super) async fn choose_account(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    if !TieAccount::may(actor) {
        return Err(Refusal::of(Code::NotPermitted));
    }
    let trail = Trail::read(&call.query)?;
    let file = look_up(&call, actor, &id_of(&call)).await?;
    let text = call.query.one("q")?;
    let request = SearchRequest::Accounts(text.to_owned());
    let page = read_page(&call.query)?;
    let (found, error) = match call.site.app.search.run(actor, &request, page).await {
        Ok(FoundRecords::Accounts(found)) => (Some(found), None),
        Ok(_) => (None, None),
        Err(SearchError::Text(problem)) => (None, Some(problem.code())),
        Err(error) => return Err(error.into()),
    };
    let chrome = call.chrome();
    let w = chrome.w();
    let path = path(&file.contact.id);
    let ties = format!("{path}/cuentas");
    let chosen = found.filter(|_| !text.trim().is_empty()).map(|found| {
        let is_tied = |id: &AccountId| file.accounts.items.iter().any(|account| account.id == *id);
        let table = account_table(
            w,
            &found.items,
            |_| None,
            |account| {
                if is_tied(&account.id) {
                    return RowAction::Said(w.tied_already);
                }
                RowAction::Post {
                    text: w.tie_this,
                    about: format!("{} {}", w.tie_to, account.details.title()),
                    action: chrome.to(&ties),
                    fields: tie_fields(&chrome, &account.id, "vincular", &trail),
                }
            },
        );
        Chosen {
            count: w.count(found.total, Object::Account),
            table: (!table.rows.is_empty()).then_some(table),
            pager: Pager::new(w, &found, |page| {
                let asked = [("q", text.to_owned())];
                chrome.to(&trail.to(&ties, asked.into_iter().chain(page_pairs(page))))
            }),
        }
    });
    let choose = ChoosePage {
        back: Some((w.back, chrome.to(&trail.to(&path, [])))),
        kicker: Some(file.contact.details.title().to_owned()),
        title: w.tie,
        lead: w.tie_lead,
        create: None,
        live: None,
        notice: None,
        near: None,
        ask: Ask {
            heading: w.accounts_search,
            action: chrome.to(&ties),
            label: w.accounts_box,
            value: text.to_owned(),
            error: error.map(|code| code.words(w.language)),
            hidden: trail.pairs(),
            fields: Vec::new(),
            open: false,
        },
        found: chosen,
        none: w.accounts_empty,
        chrome,
    };
    respond::page_or_refused(error, &choose)
}

/// `POST /contactos/{id}/cuentas`: ties an account, or unties it.
pub(super) async fn tie(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let id = id_of(&call);
    let trail = Trail::read(&call.form)?;
    let account = AccountId(call.form.one("cuenta")?.to_owned());
    let (tied, said) = match call.form.one("accion")? {
        "vincular" => (true, "vinculada"),
        "quitar" => (false, "quitada"),
        _ => return Err(Refusal::of(Code::RequestBad)),
    };
    call.site
        .app
        .tie_account
        .run(actor, id.clone(), account, tied)
        .await?;
    respond::see_other(&call.site.to(&trail.to(&path(&id), [("aviso", said.to_owned())])))
}
