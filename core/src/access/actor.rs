use super::{Action, Denied, PermissionSet, SessionKey, SignedIn, TokenUser, UserId, View};
use crate::redacted::redacted;
use crate::{
    ambient::Random,
    instance::{CorrelationId, Instance, Visit},
};
use std::sync::Arc;

/// Who does something: at which instance, with which permissions, under which correlation id. Only this
/// module makes one, and a use case asks it for a permission before it does anything else.
#[derive(Clone, Debug)]
pub struct Actor {
    visit: Visit,
    who: Who,
    permissions: PermissionSet,
    menus: PermissionSet,
}

/// The person or program behind an [`Actor`].
#[derive(Clone, PartialEq, Eq)]
pub enum Who {
    /// A user, in a session or by a token.
    User {
        /// The user.
        id: UserId,
        /// The user's name as it is shown.
        name: String,
        /// The session; none where a program asks with the user's token.
        session: Option<SessionKey>,
        /// Whether the user has a role.
        has_role: bool,
        /// Whether the session was opened by a temporary password: nothing else can be done before it is changed.
        password_temporary: bool,
    },
    /// Whoever holds the installation: the administrative commands.
    Operator,
}

redacted!(Who);

impl Actor {
    pub(super) fn signed_in(visit: Visit, signed_in: SignedIn) -> Self {
        Self {
            visit,
            permissions: signed_in.permissions.unwrap_or_default(),
            menus: signed_in.menus,
            who: Who::User {
                id: signed_in.user,
                name: signed_in.name,
                session: Some(signed_in.session),
                has_role: signed_in.permissions.is_some(),
                password_temporary: signed_in.password_temporary,
            },
        }
    }

    /// A program that brings a user's token: it has no session, and so no menus and no temporary password.
    pub(super) fn by_token(visit: Visit, user: TokenUser) -> Self {
        Self {
            visit,
            permissions: user.permissions.unwrap_or_default(),
            menus: PermissionSet::NONE,
            who: Who::User {
                id: user.user,
                name: user.name,
                session: None,
                has_role: user.permissions.is_some(),
                password_temporary: false,
            },
        }
    }

    /// Asks for a permission.
    ///
    /// # Errors
    /// [`Denied`] when the actor's role does not give it, or there is no role.
    pub fn require(&self, view: View, action: Action) -> Result<(), Denied> {
        if self.must_change_password() {
            return Err(Denied::PasswordTemporary);
        }
        if self.may(view, action) {
            return Ok(());
        }
        match self.who {
            Who::User { has_role: false, .. } => Err(Denied::NoRole),
            _ => Err(Denied::NotPermitted),
        }
    }

    /// Asks for the operator: for what no role may give, such as every permission to somebody else.
    ///
    /// # Errors
    /// [`Denied`] when the actor is a user.
    pub fn require_operator(&self) -> Result<(), Denied> {
        match self.who {
            Who::Operator => Ok(()),
            Who::User { .. } => Err(Denied::NotPermitted),
        }
    }

    /// Whether the actor has a permission, for buttons.
    #[must_use]
    pub const fn may(&self, view: View, action: Action) -> bool {
        self.permissions.has(view, action)
    }

    /// Whether a view stands in the actor's menus: it may be seen, and could be when the session began (the page's
    /// *verá el menú en el próximo inicio de sesión*).
    #[must_use]
    pub const fn has_in_menu(&self, view: View) -> bool {
        self.menus.has(view, Action::See) && self.may(view, Action::See) && !self.must_change_password()
    }

    /// Whether the actor has to change a temporary password before anything else.
    #[must_use]
    pub const fn must_change_password(&self) -> bool {
        matches!(
            self.who,
            Who::User {
                password_temporary: true,
                ..
            }
        )
    }

    /// Whether the actor may do all that a set permits: nobody gives what they do not have.
    #[must_use]
    pub const fn has_all(&self, permissions: PermissionSet) -> bool {
        self.permissions.holds(permissions)
    }

    /// Where this is done, and under which correlation id.
    #[must_use]
    pub const fn visit(&self) -> &Visit {
        &self.visit
    }

    /// The instance at which this is done.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        &self.visit.instance
    }

    /// Who it is.
    #[must_use]
    pub const fn who(&self) -> &Who {
        &self.who
    }

    /// The user, when it is one.
    #[must_use]
    pub const fn user(&self) -> Option<UserId> {
        match self.who {
            Who::User { id, .. } => Some(id),
            Who::Operator => None,
        }
    }

    /// The session, when there is one.
    #[must_use]
    pub const fn session(&self) -> Option<SessionKey> {
        match self.who {
            Who::User { session, .. } => session,
            Who::Operator => None,
        }
    }
}

/// Whoever holds the installation itself, its database and its master key: the administrative commands.
#[derive(Clone, Debug)]
pub struct Operator {
    correlation: CorrelationId,
}

impl Operator {
    /// The operator of this installation. Make one only where the caller has the installation in hand
    /// anyway: a command that opens the database, never a request.
    pub fn of_this_installation(random: &dyn Random) -> Self {
        Self {
            correlation: CorrelationId::new(random),
        }
    }

    /// Under which correlation id the operator works.
    pub(crate) const fn correlation(&self) -> &CorrelationId {
        &self.correlation
    }

    /// The operator at work in one instance, with every permission there.
    #[must_use]
    pub fn at(&self, instance: Arc<Instance>) -> Actor {
        Actor {
            visit: Visit {
                instance,
                correlation: self.correlation.clone(),
                from: None,
            },
            who: Who::Operator,
            permissions: PermissionSet::all(),
            menus: PermissionSet::all(),
        }
    }
}
