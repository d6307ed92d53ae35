//! Who may.

use crate::{refusal::Refusal, routes::Access};
use ba360_core::{access::Actor, text::Code};

/// Checks the permission of a route. The use case behind it asks again; this one answers before anything is read.
///
/// # Errors
/// [`Code::SignInNeeded`], [`Code::NoRole`], [`Code::NotPermitted`].
pub(super) fn check(access: Access, actor: Option<&Actor>) -> Result<(), Refusal> {
    match (access, actor) {
        (Access::Public, _) | (Access::SignedIn, Some(_)) => Ok(()),
        (_, None) => Err(Refusal::of(Code::SignInNeeded)),
        (Access::May(view, action), Some(actor)) => Ok(actor.require(view, action)?),
    }
}
