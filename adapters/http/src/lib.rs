//! The console and the integration links of Be Aware 360 over HTTP: an axum router over the use cases of
//! [`ba360_core`], and the connections under it.
//!
//! - [`router`] makes the router of an [`App`](ba360_core::App). It can be nested under a path of somebody else's
//!   router; every address that it writes goes through [`BasePath`].
//! - [`routes`] tells what it answers. Routes are data: the router, the menus, the description of the API and the
//!   test that walks every route are made from the one table.
//! - [`openapi`] is that description, which is served at `/openapi.json`.
//!
//! ```no_run
//! use ba360_http::{Settings, router_at_base, serve::{ConnectionLimits, serve}};
//!
//! # async fn run(app: ba360_core::App) -> std::io::Result<()> {
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8360").await?;
//! let router = router_at_base(app, Settings::default());
//! serve(listener, router, ConnectionLimits::default(), std::future::pending()).await
//! # }
//! ```
//!
//! A request goes through the files of `layers/`, in the order that `layers/mod.rs` says, and then to its handler,
//! which gets a `Call` and answers a response or a `Refusal`.

mod admin;
mod api;
mod base_path;
mod call;
mod caller;
mod chrome;
mod console;
mod cookies;
mod fields;
mod health;
mod layers;
mod link;
mod link_place;
mod login;
mod metrics;
mod pages;
mod password;
mod program;
mod refusal;
mod respond;
mod return_path;
mod router;
mod routes;
mod seen;
pub mod serve;
mod session_key;
mod settings;

pub use api::openapi;
pub use base_path::{BadBasePath, BasePath};
pub use caller::Peer;
pub use console::address_of;
pub use ipnet::IpNet;
pub use router::{router, router_at_base};
pub use routes::{Access, Method, RouteInfo, routes};
pub use settings::{Readiness, RequestLimits, Settings};
