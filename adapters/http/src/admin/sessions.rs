//! *Sesiones*: who is signed in, and ending it.

use crate::{
    call::Call,
    chrome::Chrome,
    console::moment,
    fields::Fields,
    login,
    pages::{Column, Notice, Pager, Pair, Row, RowAction, SessionsPage, Table, Tone},
    refusal::Refusal,
    respond,
    session_key::{hex, read_hex},
};
use axum::response::Response;
use ba360_core::{
    access::{Action, Actor, SessionKey, View, sessions::SessionRow},
    record::{Found, PageRequest, PageSize},
    text::Code,
};

const PATH: &str = "/admin/sesiones";

/// `GET /admin/sesiones`
pub(super) async fn show(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let found = call
        .site
        .app
        .list_sessions
        .run(actor, page_of(&call.query)?)
        .await?;
    let chrome = call.chrome();
    let w = chrome.w();
    let notice = (call.query.one("aviso")? == "terminada").then(|| Notice {
        tone: Tone::Good,
        text: w.done_session_ended.to_owned(),
        link: None,
    });
    let page = SessionsPage {
        address: notice.as_ref().map(|_| chrome.to(&path_of(found.page))),
        notice,
        count: w.count_of_sessions(found.total),
        table: table(&chrome, actor, &found),
        pager: Pager::new(w, &found, |page| chrome.to(&path_of(page))),
        chrome,
    };
    respond::page(&page)
}

fn page_of(fields: &Fields) -> Result<PageRequest, Refusal> {
    let size = PageSize::of_rows(fields.one("size")?);
    Ok(PageRequest::new(fields.one("page")?, size))
}

fn path_of(page: PageRequest) -> String {
    format!("{PATH}?page={}&size={}", page.number(), page.size.rows())
}

fn table(chrome: &Chrome<'_>, actor: &Actor, found: &Found<SessionRow>) -> Table {
    let w = chrome.w();
    let column = |title, spare, figures| Column {
        title,
        spare,
        figures,
    };
    let may_end = actor.may(View::Sessions, Action::Delete);
    let instance = actor.instance();
    let rows = found.items.iter().map(|session| {
        let own = actor.session() == Some(session.key);
        Row {
            title: match own {
                true => format!("{} ({})", session.name, w.this_session),
                false => session.name.clone(),
            },
            href: None,
            cells: [session.starts_at, session.seen_at, session.expires_at]
                .map(|at| Some(moment(instance, at)))
                .into(),
            action: match may_end {
                true => RowAction::Post {
                    text: w.end_session,
                    about: format!("{} {}", w.end_session_of, session.name),
                    action: chrome.to("/admin/sesiones/terminar"),
                    fields: fields_of(chrome, found.page, session.key),
                },
                false => RowAction::None,
            },
        }
    });
    Table {
        caption: w.sessions,
        columns: vec![
            column(w.user_name, false, false),
            column(w.session_since, false, true),
            column(w.session_seen, false, true),
            column(w.session_until, true, true),
        ],
        rows: rows.collect(),
        actions: may_end.then_some(w.end_session),
    }
}

fn fields_of(chrome: &Chrome<'_>, page: PageRequest, session: SessionKey) -> Vec<Pair> {
    vec![
        ("_token", chrome.form_token.to_owned()),
        ("sesion", hex(session)),
        ("page", page.number().to_string()),
        ("size", page.size.rows().to_string()),
    ]
}

/// `POST /admin/sesiones/terminar`. Whoever ends their own session is signed out by it.
pub(super) async fn end(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let session = read_hex(call.form.one("sesion")?).ok_or(Refusal::of(Code::RequestBad))?;
    let page = page_of(&call.form)?;
    call.site.app.end_session.run(actor, session).await?;
    if actor.session() == Some(session) {
        return login::signed_out(call);
    }
    respond::see_other(&call.site.to(&format!("{}&aviso=terminada", path_of(page))))
}
