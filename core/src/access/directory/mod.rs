//! The users of an instance as an administrator sees them (the page's *Agente > Usuarios*).
//!
//! Nobody gives what they do not have: whoever makes or changes a user has every permission of the role that the user
//! has before and after. And an instance that has somebody who can put it in order keeps somebody who can.

mod create;
mod details;
mod edit;
mod error;
mod list;
mod ports;
mod revoke_tokens;
mod set_active;

pub use create::CreateUser;
pub use details::{BadUserDetails, UserDetails, UserField, UserTexts};
pub use edit::EditUser;
pub use error::UserError;
pub use list::ListUsers;
pub use ports::{UserDirectory, UserFile, UserOutcome, UserRow};
pub use revoke_tokens::RevokeTokens;
pub use set_active::SetUserActive;

use super::{Actor, RoleId, roles::Roles};

/// Asks that the actor has all that a role permits.
async fn require_role(roles: &dyn Roles, actor: &Actor, role: Option<RoleId>) -> Result<(), UserError> {
    let Some(role) = role else { return Ok(()) };
    let role = roles
        .by_id(actor.instance().id, role)
        .await?
        .ok_or(UserError::NoSuchRole)?;
    match actor.has_all(role.permissions) {
        true => Ok(()),
        false => Err(UserError::Exceeds),
    }
}
