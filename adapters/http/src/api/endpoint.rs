//! What answers a route of the API, and what is told of it in its description.

use super::ApiCall;
use crate::routes::Answer;
use std::borrow::Cow;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, schema::Schema},
};

/// What answers a route of the API.
#[derive(Clone, Copy)]
pub(crate) struct Endpoint {
    /// The module and the handler, of which its name in the description is made.
    pub(super) name: (&'static str, &'static str),
    /// What answers.
    pub(crate) run: fn(ApiCall) -> Answer,
    /// What is told of it.
    pub(crate) doc: Doc,
}

/// What the description of the API tells of a route besides its method, path, permission and words.
#[derive(Clone, Copy)]
pub(crate) struct Doc {
    pub(super) tag: &'static str,
    pub(super) about: &'static str,
    pub(super) query: &'static [Param],
    pub(super) takes: Option<Shape>,
    pub(super) gives: Given,
    pub(super) status: u16,
    pub(super) or_status: Option<u16>,
    pub(super) tokens_alone: bool,
}

/// What an answer holds.
#[derive(Clone, Copy)]
pub(super) enum Given {
    Nothing,
    One(Shape),
    Page(Shape),
}

/// A parameter of the query.
#[derive(Clone, Copy)]
pub(crate) struct Param {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) kind: Kind,
}

/// What a parameter is.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    Integer,
    Boolean,
    Moment,
    OneOf(fn() -> Vec<&'static str>),
}

/// A type of a body.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    pub(super) name: fn() -> Cow<'static, str>,
    pub(super) schema: fn() -> RefOr<Schema>,
    pub(super) parts: fn(&mut Vec<(String, RefOr<Schema>)>),
}

impl Shape {
    /// The type.
    pub(crate) const fn of<T: ToSchema + PartialSchema>() -> Self {
        Self {
            name: T::name,
            schema: T::schema,
            parts: T::schemas,
        }
    }
}

impl Param {
    pub(super) const fn text(name: &'static str, about: &'static str) -> Self {
        Self {
            name,
            about,
            kind: Kind::Text,
        }
    }

    pub(super) const fn of(name: &'static str, about: &'static str, kind: Kind) -> Self {
        Self { name, about, kind }
    }
}

impl Doc {
    /// A route that takes no body and answers `204 No Content`.
    pub(super) const fn of(tag: &'static str) -> Self {
        Self {
            tag,
            about: "",
            query: &[],
            takes: None,
            gives: Given::Nothing,
            status: 204,
            or_status: None,
            tokens_alone: false,
        }
    }

    /// What there is to say besides.
    pub(super) const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    /// The parameters of its query.
    pub(super) const fn query(mut self, query: &'static [Param]) -> Self {
        self.query = query;
        self
    }

    /// The body that it takes.
    pub(super) const fn takes<T: ToSchema>(mut self) -> Self {
        self.takes = Some(Shape::of::<T>());
        self
    }

    /// What it answers, with `200 OK`.
    pub(super) const fn gives<T: ToSchema>(mut self) -> Self {
        self.gives = Given::One(Shape::of::<T>());
        self.status = 200;
        self
    }

    /// What it answers, with `201 Created`.
    pub(super) const fn makes<T: ToSchema>(mut self) -> Self {
        self.gives = Given::One(Shape::of::<T>());
        self.status = 201;
        self
    }

    /// Of what it answers a page, with `200 OK`.
    pub(super) const fn lists<T: ToSchema>(mut self) -> Self {
        self.gives = Given::Page(Shape::of::<T>());
        self.status = 200;
        self
    }

    /// Another status that may stand over the same answer.
    pub(super) const fn or(mut self, status: u16) -> Self {
        self.or_status = Some(status);
        self
    }

    /// It is for tokens alone: no session opens it.
    pub(super) const fn for_tokens_alone(mut self) -> Self {
        self.tokens_alone = true;
        self
    }

    /// Whether it takes a body.
    pub(crate) const fn takes_body(&self) -> bool {
        self.takes.is_some()
    }

    /// Whether no session opens it.
    pub(crate) const fn is_for_tokens_alone(&self) -> bool {
        self.tokens_alone
    }
}

/// Rows of the API: method, path, who may, words in Spanish and English, handler, what is told of it.
macro_rules! endpoints {
    ($(
        $method:ident $path:literal, $access:expr, $spanish:literal / $english:literal, $handler:ident, $doc:expr;
    )+) => {
        &[$(crate::routes::Route {
            method: crate::routes::Method::$method,
            path: $path,
            access: $access,
            input: crate::routes::Input::Fields,
            handler: crate::routes::Handler::Api(crate::api::Endpoint {
                name: (module_path!(), stringify!($handler)),
                run: |call| Box::pin($handler(call)),
                doc: $doc,
            }),
            words: crate::routes::Words::of($spanish, $english),
        },)+]
    };
}
pub(super) use endpoints;
