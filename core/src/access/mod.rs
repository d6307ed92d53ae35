//! Who may come in, and what they may do there.
//!
//! Everything that happens is done by an [`Actor`], and only this module makes one: for a session
//! ([`Enter`]), for a password ([`SignIn`]), for the token of a link ([`AdmitLink`]), and for whoever holds
//! the installation itself ([`Operator`]).

mod actor;
mod admit_link;
mod change_password;
mod create_admin;
mod enter;
pub mod external;
mod issued_password;
mod password;
mod permission;
mod ports;
mod reset_password;
mod session;
pub mod sessions;
mod sign_in;
mod sign_out;
pub mod throttle;
mod user;

pub use actor::{Actor, Operator, Who};
pub use admit_link::{AdmitLink, AdmitLinkError, LinkAdmission};
pub use change_password::{ChangePassword, ChangePasswordError};
pub use create_admin::{CreateAdmin, CreateAdminError};
pub use enter::{Enter, EnterError, Entered};
pub use issued_password::IssuedPassword;
pub use password::{BadPassword, Password, PasswordHash};
pub use permission::{Action, BadPermission, Denied, Permission, PermissionSet, View};
#[cfg(test)]
pub(crate) use ports::MockAdmissions;
pub use ports::{
    Admission, Admissions, Entry, HashPassword, LinkOpening, NewSession, NewUser, Proof, SignedIn, Users,
};
pub use reset_password::{ResetPassword, ResetPasswordError};
pub use session::{SessionKey, SessionSecret};
pub use sign_in::{SignIn, SignInError};
pub use sign_out::SignOut;
pub use user::{BadUserEmail, BadUserName, RoleId, User, UserEmail, UserId, UserName};
