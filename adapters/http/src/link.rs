//! The integration link (contract 1, 2.5 and 4.3).

use crate::chrome::user_name;
use crate::{
    call::Call,
    console, link_place,
    metrics::LoginKind,
    pages::{ErrorPage, SwitchUserPage},
    refusal::{Refusal, status},
    respond,
    return_path::login_address,
    routes::{Access, Handler, Input, Method, Route, Words},
};
use axum::response::Response;
use ba360_core::{
    access::{AdmitLinkError, LinkAdmission},
    link::{Link, LinkError},
    record::Opened,
    seal::{SealPlace, SealedText},
    text::{Code, Coded as _},
};

/// The routes of the link.
pub(crate) static ROUTES: &[Route] = &[
    link_route("/integracionview"),
    link_route("/integracionview/"),
    link_route("/integracionview/{*rest}"),
    Route {
        method: Method::Post,
        path: "/login/cambiar",
        access: Access::Public,
        input: Input::Fields,
        handler: Handler::Call(|call| Box::pin(switch(call))),
        words: Words::of("Cambiar de usuario", "Switch user"),
    },
];

const fn link_route(path: &'static str) -> Route {
    Route {
        method: Method::Get,
        path,
        access: Access::Public,
        input: Input::Target,
        handler: Handler::Call(|call| Box::pin(open(call))),
        words: Words::of("Enlace de integración", "Integration link"),
    }
}

/// Opens a link. One that cannot be read is refused before anybody is asked to sign in.
async fn open(call: Call) -> Result<Response, Refusal> {
    let link = match Link::parse(call.target.as_bytes()) {
        Ok(link) => link,
        Err(error) => return refuse(&call, &error).await,
    };
    if call.only_a_look {
        return Ok(respond::nothing());
    }
    if link.token().is_some() {
        return admit(&call, &link, false).await;
    }
    let Some(actor) = &call.actor else {
        return to_login(&call, &link);
    };
    match call.site.app.open_link.run(actor, &link).await? {
        Opened::Search(view) => console::link_view(&call, &view).await,
        record => respond::see_other(&call.site.to(&console::address_of(&record))),
    }
}

/// The page for a link that cannot be read: the cause and the place.
async fn refuse(call: &Call, error: &LinkError) -> Result<Response, Refusal> {
    if !call.only_a_look {
        call.site.app.refuse_link.run(&call.visit, error).await?;
    }
    let code = error.code();
    let page = ErrorPage {
        chrome: call.chrome(),
        status: status(code).as_u16(),
        code: code.as_str(),
        message: code.words(call.language()),
        link: Some(link_place::of(&call.target, error.position)),
    };
    respond::refused(code, &page)
}

/// Lets in whoever the link's token names, and goes on to the link without it.
async fn admit(call: &Call, link: &Link, switch: bool) -> Result<Response, Refusal> {
    let admission = call
        .site
        .app
        .admit_link
        .run(&call.visit, link, call.actor.as_ref(), switch)
        .await;
    let onward = || call.site.to(&link.without_token().to_target());
    match admission {
        Ok(LinkAdmission::AlreadyIn) => respond::see_other(&onward()),
        Ok(LinkAdmission::Started(secret)) => {
            let mut response = respond::see_other(&onward())?;
            call.site.metrics.login(LoginKind::LinkToken, Code::Ok);
            call.start_session(&mut response, &secret);
            Ok(response)
        }
        Ok(LinkAdmission::OtherUser { named }) => ask_to_switch(call, link, &named, &onward()),
        Err(AdmitLinkError::Refused) => {
            call.site.metrics.login(LoginKind::LinkToken, Code::TokenRefused);
            let mut response = to_login(call, link)?;
            respond::log_as(&mut response, Code::TokenRefused);
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// The login page, and then the link; the token is of no more use.
fn to_login(call: &Call, link: &Link) -> Result<Response, Refusal> {
    let path = link.without_token().to_target();
    respond::see_other(&login_address(&call.site, call.visit.instance.id, &path))
}

/// Says who is signed in and whom the link names; the person chooses.
fn ask_to_switch(call: &Call, link: &Link, named: &str, stay: &str) -> Result<Response, Refusal> {
    let sealed = call.site.app.seal.seal(&switch_place(call), &link.to_target());
    let page = SwitchUserPage {
        chrome: call.chrome(),
        signed_in: call.actor.as_ref().and_then(user_name).unwrap_or_default(),
        named,
        sealed_link: sealed.as_str(),
        stay,
    };
    respond::page(&page)
}

/// Switches to the user whom the link names.
async fn switch(call: Call) -> Result<Response, Refusal> {
    let sealed = SealedText::new(call.form.one("enlace")?.to_owned());
    let target = call.site.app.seal.open(&switch_place(&call), &sealed);
    let link = target
        .and_then(|target| Link::parse(target.as_bytes()).ok())
        .ok_or(Refusal::of(Code::FormStale))?;
    admit(&call, &link, true).await
}

fn switch_place(call: &Call) -> SealPlace {
    SealPlace {
        instance: call.visit.instance.id,
        purpose: "switch-user",
    }
}
