//! An account in view, with its contacts.

use super::{
    top::{InView, top_of_record},
    trail::{RecordPages, Trail, record_path},
    view::{account_facts, cases_of_record, contact_table},
};
use crate::{
    call::Call,
    chrome::Chrome,
    pages::{AccountPage, ContactsOfAccount, Pager, RowAction},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{Action, Actor, View},
    record::{AccountFile, AccountId, Object, PageRequest, PageSize, RecordRef},
};

/// The account that the path names.
pub(super) fn id_of(call: &Call) -> AccountId {
    AccountId(call.param("id").to_owned())
}

/// The path of an account.
pub(super) fn path(id: &AccountId) -> String {
    record_path(&RecordRef::Account(id.clone()))
}

/// The account with the first of its contacts.
pub(super) async fn look_up(call: &Call, actor: &Actor, id: &AccountId) -> Result<AccountFile, Refusal> {
    let page = PageRequest::first(PageSize::default());
    Ok(call
        .site
        .app
        .view_account
        .run(actor, id, page, PageRequest::default())
        .await?
        .0)
}

/// `GET /cuentas/{id}`
pub(super) async fn show(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let id = id_of(&call);
    let mut trail = Trail::read(&call.query)?;
    let asked = RecordPages::read(&call.query)?;
    let view = &call.site.app.view_account;
    let (file, cases) = view.run(actor, &id, asked.others, asked.cases).await?;
    let pages = RecordPages {
        others: file.contacts.page,
        cases: cases.page,
    };
    let in_view = InView {
        record: RecordRef::Account(id.clone()),
        view: View::Accounts,
        kicker: call.chrome().w().account,
        title: file.account.details.title(),
        in_case: ("cuenta", id.0.clone()),
        pages,
    };
    let top = top_of_record(&call, actor, &mut trail, in_view).await?;
    let (chrome, path) = (call.chrome(), path(&id));
    let account_page = AccountPage {
        top,
        facts: account_facts(chrome.w(), &file.account.details),
        contacts: contacts(&chrome, actor, &file, pages, &trail),
        cases: cases_of_record(&chrome, actor, &cases, &trail, |cases| {
            chrome.to(&trail.to(&path, RecordPages { cases, ..pages }.pairs()))
        }),
        chrome,
    };
    respond::page(&account_page)
}

fn contacts(
    chrome: &Chrome<'_>,
    actor: &Actor,
    file: &AccountFile,
    pages: RecordPages,
    trail: &Trail,
) -> Option<ContactsOfAccount> {
    if !actor.may(View::Contacts, Action::See) {
        return None;
    }
    let w = chrome.w();
    let path = path(&file.account.id);
    let table = contact_table(
        w,
        &file.contacts.items,
        |it| Some(chrome.to(&trail.to(&record_path(&RecordRef::Contact(it.id.clone())), []))),
        |_| RowAction::None,
    );
    Some(ContactsOfAccount {
        count: w.count(file.contacts.total, Object::Contact),
        table: (!table.rows.is_empty()).then_some(table),
        pager: Pager::new(w, &file.contacts, |others| {
            chrome.to(&trail.to(&path, RecordPages { others, ..pages }.pairs()))
        }),
    })
}
