//! Roles: what their users may do, view by view (the page's *Agente > Roles*).
//!
//! Nobody gives what they do not have: whoever makes, changes or removes a role has every permission that it has before
//! and after. And an instance that has somebody who can put it in order keeps somebody who can
//! ([`PermissionSet::administers`](super::PermissionSet::administers)).

mod delete;
mod error;
mod list;
mod mark_default;
mod ports;
mod save;

pub use delete::DeleteRole;
pub use error::RoleError;
pub use list::ListRoles;
pub use mark_default::MarkDefaultRole;
pub use ports::{Role, RoleChange, RoleOutcome, Roles};
pub use save::SaveRole;
