//! The rules of Be Aware 360's integrations: which record a link opens, who may come in by it, and how both are
//! written down. There is no I/O here, no clock, no runtime, no database and no web: what a rule needs from
//! outside it asks of a *port*, a trait that an adapter implements.
//!
//! # The map
//!
//! | feature | what it rules | its ports | its use cases |
//! | --- | --- | --- | --- |
//! | [`link`] | the integration link: reading, building, migrating, explaining | | |
//! | [`record`] | contacts, accounts and cases: matching, search, making, editing, importing | [`Records`], [`Cases`], [`ImportJournal`] | [`OpenLink`], [`InspectLinks`], [`Search`], [`ViewContact`], [`ViewAccount`], [`ViewCase`], [`InteractionInView`], [`SaveContact`], [`SaveAccount`], [`TieAccount`], [`CreateCase`], [`ReportCase`], [`Import`], [`ImportProgress`], [`Reindex`] |
//! | [`access`] | users, permissions, passwords | [`Admissions`], [`Users`], [`HashPassword`] | [`Enter`], [`EnterByToken`], [`SignIn`], [`SignOut`], [`AdmitLink`], [`ChangePassword`], [`CreateAdmin`], [`ResetPassword`] |
//! | [`access::external`] | external systems: their keys, and the users that they sign in | [`ExternalApplications`] | [`LogInExternally`], [`ViewKeys`], [`RegenerateSecret`] |
//! | [`access::sessions`] | sessions, as an administrator sees them | [`Sessions`] | [`ListSessions`], [`EndSession`] |
//! | [`access::roles`] | what users may do, view by view | [`Roles`] | [`ListRoles`], [`SaveRole`], [`DeleteRole`], [`MarkDefaultRole`] |
//! | [`access::groups`] | groups of users | [`Groups`] | [`ListGroups`], [`SaveGroup`], [`DeleteGroup`], [`MarkDefaultGroup`] |
//! | [`access::directory`] | users, as an administrator sees them | [`UserDirectory`] | [`ListUsers`], [`CreateUser`], [`EditUser`], [`SetUserActive`], [`RevokeTokens`] |
//! | [`access::throttle`] | how guessing is slowed down | [`Throttles`] | |
//! | [`token`] | what a link's token says and for how long | [`TokenSigner`] | [`IssueToken`] |
//! | [`instance`] | companies, their settings, the record of activity | [`Instances`], [`Installation`], [`ActivityLog`] | [`CreateInstance`], [`FindInstance`], [`ChangeSettings`], [`CheckMasterKey`], [`RefuseLink`], [`ViewActivity`], [`ForgetActivity`] |
//! | [`instance::parameters`] | named parameters, some of them secrets | [`Parameters`] | [`ListParameters`], [`SaveParameter`], [`DeleteParameter`] |
//! | [`text`] | every stable code in Spanish and English | | |
//! | [`ambient`] | time and randomness | [`Clock`], [`Random`] | |
//! | [`seal`] | what is kept so that a copy of it tells nothing | [`Seal`] | |
//!
//! # Embedding
//!
//! Adapters make [`Stores`] and [`Secrets`], which together are the [`Ports`]; who has a CRM of their own replaces
//! one of them; [`App::new`] makes the use cases:
//!
//! ```
//! # use ba360_core::{App, Ports, record::Records};
//! # use std::sync::Arc;
//! fn assemble(mut ports: Ports, my_crm: Arc<dyn Records>) -> App {
//!     ports.stores.records = my_crm;
//!     App::new(ports)
//! }
//! ```
//!
//! # Adding a port
//!
//! 1. Write the trait in the feature's `ports.rs`, shaped by what must be true together: one call, one
//!    transaction. Its documentation begins with `# Contract`, one bullet a rule, each with the name of its case.
//! 2. Add it to [`Stores`] or to [`Secrets`], and give the use cases that need it their own `Arc` of it in [`App::new`].
//! 3. Write the suite in the testkit, one case a bullet under the same name, and the in-memory port that passes it.
//! 4. Implement it in the adapters and run the suite there.
//!
//! [`Admissions`]: access::Admissions
//! [`AdmitLink`]: access::AdmitLink
//! [`ChangePassword`]: access::ChangePassword
//! [`CreateAdmin`]: access::CreateAdmin
//! [`Enter`]: access::Enter
//! [`EnterByToken`]: access::EnterByToken
//! [`EndSession`]: access::sessions::EndSession
//! [`ExternalApplications`]: access::external::ExternalApplications
//! [`HashPassword`]: access::HashPassword
//! [`ListSessions`]: access::sessions::ListSessions
//! [`LogInExternally`]: access::external::LogInExternally
//! [`RegenerateSecret`]: access::external::RegenerateSecret
//! [`ResetPassword`]: access::ResetPassword
//! [`Sessions`]: access::sessions::Sessions
//! [`SignIn`]: access::SignIn
//! [`SignOut`]: access::SignOut
//! [`Throttles`]: access::throttle::Throttles
//! [`Users`]: access::Users
//! [`ViewKeys`]: access::external::ViewKeys
//! [`Clock`]: ambient::Clock
//! [`Random`]: ambient::Random
//! [`ActivityLog`]: instance::ActivityLog
//! [`CheckMasterKey`]: instance::CheckMasterKey
//! [`CreateInstance`]: instance::CreateInstance
//! [`FindInstance`]: instance::FindInstance
//! [`Installation`]: instance::Installation
//! [`Instances`]: instance::Instances
//! [`RefuseLink`]: instance::RefuseLink
//! [`Cases`]: record::Cases
//! [`CreateCase`]: record::CreateCase
//! [`Import`]: record::Import
//! [`ImportJournal`]: record::ImportJournal
//! [`ImportProgress`]: record::ImportProgress
//! [`InteractionInView`]: record::InteractionInView
//! [`OpenLink`]: record::OpenLink
//! [`Records`]: record::Records
//! [`ReportCase`]: record::ReportCase
//! [`SaveAccount`]: record::SaveAccount
//! [`SaveContact`]: record::SaveContact
//! [`Search`]: record::Search
//! [`TieAccount`]: record::TieAccount
//! [`ViewAccount`]: record::ViewAccount
//! [`ViewCase`]: record::ViewCase
//! [`ViewContact`]: record::ViewContact
//! [`Seal`]: seal::Seal
//! [`IssueToken`]: token::IssueToken
//! [`TokenSigner`]: token::TokenSigner
//! [`Roles`]: access::roles::Roles
//! [`ListRoles`]: access::roles::ListRoles
//! [`SaveRole`]: access::roles::SaveRole
//! [`DeleteRole`]: access::roles::DeleteRole
//! [`MarkDefaultRole`]: access::roles::MarkDefaultRole
//! [`Groups`]: access::groups::Groups
//! [`ListGroups`]: access::groups::ListGroups
//! [`SaveGroup`]: access::groups::SaveGroup
//! [`DeleteGroup`]: access::groups::DeleteGroup
//! [`MarkDefaultGroup`]: access::groups::MarkDefaultGroup
//! [`UserDirectory`]: access::directory::UserDirectory
//! [`ListUsers`]: access::directory::ListUsers
//! [`CreateUser`]: access::directory::CreateUser
//! [`EditUser`]: access::directory::EditUser
//! [`SetUserActive`]: access::directory::SetUserActive
//! [`RevokeTokens`]: access::directory::RevokeTokens
//! [`ChangeSettings`]: instance::ChangeSettings
//! [`ViewActivity`]: instance::ViewActivity
//! [`ForgetActivity`]: instance::ForgetActivity
//! [`Parameters`]: instance::parameters::Parameters
//! [`ListParameters`]: instance::parameters::ListParameters
//! [`SaveParameter`]: instance::parameters::SaveParameter
//! [`DeleteParameter`]: instance::parameters::DeleteParameter
//! [`InspectLinks`]: record::InspectLinks
//! [`Reindex`]: record::Reindex

pub mod access;
pub mod ambient;
mod app;
mod hex;
pub mod instance;
pub mod link;
mod ports;
pub mod record;
mod redacted;
pub mod seal;
pub mod store;
pub mod text;
pub mod token;
mod trace;

pub use app::App;
pub use ports::{Ports, Secrets, Stores};
