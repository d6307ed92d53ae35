//! What the description of the API tells of `authexternalsystem`, which answers for itself (contract 4.6).

use super::endpoint::Doc;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Its name in the description.
pub(super) const LOGIN: (&str, &str) = ("external", "login");

/// What is told of it.
pub(super) const DOC: Doc = Doc::of("external systems")
    .takes::<ExternalLogin>()
    .gives::<ExternalToken>()
    .about(
        "Signs a user in for an external system, and makes the user where there is none. The company is named by the \
         body, whatever the host. Unknown members are passed over.",
    );

/// A login by an external system. None of its members may be blank.
#[derive(Deserialize, ToSchema)]
#[allow(dead_code, reason = "it is only described here")]
struct ExternalLogin {
    /// The user's name.
    user: String,
    /// The user's password.
    pass: String,
    /// The name of the instance.
    company: String,
    /// The secretkey of the instance.
    secretkey: String,
    /// The clientkey of the instance.
    clientkey: String,
}

/// A token of the user.
#[derive(Serialize, ToSchema)]
#[allow(dead_code, reason = "it is only described here")]
struct ExternalToken {
    /// The token.
    token: String,
    /// `Bearer`.
    token_type: String,
    /// After how many seconds it ends.
    expires_in: u64,
    /// Whether the user was made by this.
    user_created: bool,
}
