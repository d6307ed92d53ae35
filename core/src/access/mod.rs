//! Who may come in, and what they may do there.
//!
//! Everything that happens is done by an [`Actor`], and only this module makes one: for a session
//! ([`Enter`]), for a program that brings a token ([`EnterByToken`]), and for whoever holds the installation itself
//! ([`Operator`]). A session is started by a password ([`SignIn`]) or by the token of a link ([`AdmitLink`]).

mod actor;
mod admit_link;
mod change_password;
mod create_admin;
pub mod directory;
mod enter;
mod enter_by_token;
pub mod external;
pub mod groups;
mod issued_password;
mod label;
mod pages;
mod password;
mod permission;
mod ports;
mod reset_password;
pub mod roles;
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
pub use enter_by_token::{EnterByToken, EnterByTokenError};
pub use issued_password::IssuedPassword;
pub use label::{BadLabel, Label};
pub use password::{BadPassword, Password, PasswordHash};
pub use permission::{Action, BadPermission, Denied, Permission, PermissionSet, View};
#[cfg(test)]
pub(crate) use ports::MockAdmissions;
pub use ports::{
    Admission, Admissions, Entry, HashPassword, LinkOpening, NewSession, NewUser, PasswordChange, Proof,
    SignedIn, TokenUser, Users,
};
pub use reset_password::{ResetPassword, ResetPasswordError};
pub use session::{SessionKey, SessionSecret};
pub use sign_in::{SignIn, SignInError};
pub use sign_out::SignOut;
pub use user::{BadUserEmail, BadUserName, RoleId, User, UserEmail, UserId, UserName};
