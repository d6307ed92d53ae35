use crate::{
    BasePath,
    routes::{Access, Menu, Method, Route, table},
};
use ba360_core::{
    access::{Action, Actor, Who},
    instance::Visit,
    text::Language,
};

/// What the layout of every page needs.
#[derive(Clone)]
pub(crate) struct Chrome<'c> {
    base: &'c BasePath,
    /// The language of the instance.
    pub(crate) language: Language,
    /// The name of the instance; empty where there is none.
    pub(crate) instance: &'c str,
    /// The name of whoever is signed in.
    pub(crate) user: Option<&'c str>,
    /// The menus with the entries that the user may open, empty ones left out.
    pub(crate) menus: Vec<MenuGroup>,
    /// Whether the menus are empty only until a temporary password is changed.
    pub(crate) password_temporary: bool,
    /// What every form carries in its field `_token`.
    pub(crate) form_token: &'c str,
    /// The correlation id of the request.
    pub(crate) correlation: &'c str,
}

/// A menu.
#[derive(Clone, Debug)]
pub(crate) struct MenuGroup {
    /// Its words.
    pub(crate) words: &'static str,
    /// Its entries.
    pub(crate) entries: Vec<MenuEntry>,
}

/// An entry of a menu.
#[derive(Clone, Debug)]
pub(crate) struct MenuEntry {
    /// The address, base included.
    pub(crate) href: String,
    /// Its words.
    pub(crate) words: &'static str,
    /// Whether the page is in this view.
    pub(crate) active: bool,
}

impl<'c> Chrome<'c> {
    /// The layout of a page of an instance, for whoever is signed in there. `here` is the route of the page.
    pub(crate) fn new(
        base: &'c BasePath,
        visit: &'c Visit,
        actor: Option<&'c Actor>,
        here: Option<&Route>,
        form_token: &'c str,
    ) -> Self {
        let language = visit.instance.language;
        Self {
            base,
            language,
            instance: visit.instance.name.as_str(),
            user: actor.and_then(user_name),
            password_temporary: actor.is_some_and(Actor::must_change_password),
            menus: actor
                .map(|actor| menus(base, language, actor, here))
                .unwrap_or_default(),
            form_token,
            correlation: visit.correlation.as_str(),
        }
    }

    /// The layout of a page for nobody in particular: an error before the host or the user is known.
    pub(crate) fn bare(base: &'c BasePath, language: Language, correlation: &'c str) -> Self {
        Self {
            base,
            language,
            instance: "",
            user: None,
            menus: Vec::new(),
            password_temporary: false,
            form_token: "",
            correlation,
        }
    }

    /// The address of a path of ours. Everything that a template links to goes through this.
    pub(crate) fn to(&self, path: &str) -> String {
        self.base.to(path)
    }
}

fn say(language: Language, spanish: &'static str, english: &'static str) -> &'static str {
    match language {
        Language::Spanish => spanish,
        Language::English => english,
    }
}

/// The name of a user.
pub(crate) fn user_name(actor: &Actor) -> Option<&str> {
    match actor.who() {
        Who::User { name, .. } => Some(name),
        Who::Operator => None,
    }
}

/// The routes that stand in the actor's menus: those that may be opened, and could be when the session began.
pub(crate) fn menu_routes(actor: &Actor) -> impl Iterator<Item = &'static Route> {
    table().filter(move |route| {
        route.method == Method::Get
            && route.words.menu.is_some()
            && match route.access {
                Access::May(view, Action::See) => actor.has_in_menu(view),
                Access::May(view, action) => actor.may(view, action),
                Access::SignedIn | Access::Public => true,
            }
    })
}

fn menus(base: &BasePath, language: Language, actor: &Actor, here: Option<&Route>) -> Vec<MenuGroup> {
    const ORDER: [(Menu, &str, &str); 4] = [
        (Menu::Customers, "Clientes", "Customers"),
        (Menu::Cases, "Casos", "Cases"),
        (Menu::Agents, "Agente", "Agent"),
        (Menu::Others, "Otros", "Others"),
    ];
    let view_of = |access| match access {
        Access::May(view, _) => Some(view),
        Access::SignedIn | Access::Public => None,
    };
    let active = here.and_then(|route| view_of(route.access));
    ORDER
        .into_iter()
        .map(|(menu, spanish, english)| MenuGroup {
            words: say(language, spanish, english),
            entries: menu_routes(actor)
                .filter(|route| route.words.menu == Some(menu))
                .map(|route| MenuEntry {
                    href: base.to(route.path),
                    words: say(language, route.words.spanish, route.words.english),
                    active: active.is_some() && view_of(route.access) == active,
                })
                .collect(),
        })
        .filter(|group| !group.entries.is_empty())
        .collect()
}
