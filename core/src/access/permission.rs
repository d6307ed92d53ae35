use crate::text::{Code, Coded};
use std::{fmt, str::FromStr};

/// A view of the console, which is what permissions are given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// Clientes > Contactos.
    Contacts,
    /// Clientes > Cuentas.
    Accounts,
    /// Casos.
    Cases,
    /// Agente > Usuarios.
    Users,
    /// Agente > Roles.
    Roles,
    /// Agente > Grupos.
    Groups,
    /// Otros > Aplicaciones externas.
    ExternalApplications,
    /// Otros > Parámetros.
    Parameters,
    /// Otros > Directorio Activo de Azure (the page's *Administrar SSO Azure*).
    AzureSso,
    /// Otros > Actividad.
    Activity,
    /// Otros > Inspector de enlaces.
    LinkInspector,
    /// Otros > Instancia.
    Instance,
    /// Otros > Sesiones.
    Sessions,
}

impl View {
    /// Every view, in the order of the menus.
    pub const ALL: [Self; 13] = [
        Self::Contacts,
        Self::Accounts,
        Self::Cases,
        Self::Users,
        Self::Roles,
        Self::Groups,
        Self::ExternalApplications,
        Self::Parameters,
        Self::AzureSso,
        Self::Activity,
        Self::LinkInspector,
        Self::Instance,
        Self::Sessions,
    ];

    /// The stable word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contacts => "contacts",
            Self::Accounts => "accounts",
            Self::Cases => "cases",
            Self::Users => "users",
            Self::Roles => "roles",
            Self::Groups => "groups",
            Self::ExternalApplications => "external_applications",
            Self::Parameters => "parameters",
            Self::AzureSso => "azure_sso",
            Self::Activity => "activity",
            Self::LinkInspector => "link_inspector",
            Self::Instance => "instance",
            Self::Sessions => "sessions",
        }
    }
}

/// What can be done in a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Open it and read.
    See,
    /// Make something new in it.
    Create,
    /// Change what is there.
    Edit,
    /// Remove what is there.
    Delete,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 4] = [Self::See, Self::Create, Self::Edit, Self::Delete];

    /// The stable word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Create => "create",
            Self::Edit => "edit",
            Self::Delete => "delete",
        }
    }
}

/// One permission: an action in a view. Its text is `view.action`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Permission {
    /// Where.
    pub view: View,
    /// What.
    pub action: Action,
}

impl Permission {
    const fn bit(self) -> u64 {
        1 << (self.view as u64 * 4 + self.action as u64)
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.view.as_str(), self.action.as_str())
    }
}

/// A text that names no permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such permission")]
pub struct BadPermission;

impl FromStr for Permission {
    type Err = BadPermission;

    fn from_str(text: &str) -> Result<Self, BadPermission> {
        let (view, action) = text.split_once('.').ok_or(BadPermission)?;
        Ok(Self {
            view: View::ALL
                .into_iter()
                .find(|v| v.as_str() == view)
                .ok_or(BadPermission)?,
            action: Action::ALL
                .into_iter()
                .find(|a| a.as_str() == action)
                .ok_or(BadPermission)?,
        })
    }
}

/// What a role permits. Its text is the permissions with a blank between, so that a stored set keeps its
/// meaning when views are added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PermissionSet(u64);

impl PermissionSet {
    /// Nothing at all: what a user without a role has.
    pub const NONE: Self = Self(0);

    /// Everything in every view.
    #[must_use]
    pub fn all() -> Self {
        View::ALL.into_iter().fold(Self::NONE, Self::with_view)
    }

    /// The set and everything in one view.
    #[must_use]
    pub fn with_view(self, view: View) -> Self {
        Action::ALL
            .into_iter()
            .fold(self, |set, action| set.with(Permission { view, action }))
    }

    /// The set and one permission.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | permission.bit())
    }

    /// Whether it holds a permission.
    #[must_use]
    pub const fn has(self, view: View, action: Action) -> bool {
        self.0 & Permission { view, action }.bit() != 0
    }

    /// Whether it holds all of another.
    #[must_use]
    pub const fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// What both hold.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether whoever has it can put an instance in order: give roles to users, and permissions to roles.
    #[must_use]
    pub const fn administers(self) -> bool {
        self.has(View::Users, Action::Edit) && self.has(View::Roles, Action::Edit)
    }

    /// Whether it holds none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set that a store kept as text. A permission that only a newer version knows is not given.
    #[must_use]
    pub fn stored(text: &str) -> Self {
        text.split_whitespace()
            .filter_map(|word| word.parse().ok())
            .fold(Self::NONE, Self::with)
    }

    /// Its permissions, view by view.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        View::ALL
            .into_iter()
            .flat_map(|view| {
                Action::ALL
                    .into_iter()
                    .map(move |action| Permission { view, action })
            })
            .filter(move |permission| self.0 & permission.bit() != 0)
    }
}

impl fmt::Display for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, permission) in self.iter().enumerate() {
            if n > 0 {
                f.write_str(" ")?;
            }
            permission.fmt(f)?;
        }
        Ok(())
    }
}

/// The refusal of somebody who is signed in and may not do this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// The user has no role at all.
    #[error("the user has no role")]
    NoRole,
    /// The user's role does not permit it.
    #[error("the role does not permit it")]
    NotPermitted,
    /// The user has to change a temporary password first.
    #[error("the password is a temporary one")]
    PasswordTemporary,
}

impl Coded for Denied {
    fn code(&self) -> Code {
        match self {
            Self::NoRole => Code::NoRole,
            Self::NotPermitted => Code::NotPermitted,
            Self::PasswordTemporary => Code::PasswordTemporary,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_reads_back_what_it_writes() {
        let some = PermissionSet::NONE.with_view(View::Cases).with(Permission {
            view: View::Sessions,
            action: Action::Delete,
        });
        assert_eq!(PermissionSet::stored(&some.to_string()), some);
        assert_eq!(
            PermissionSet::stored(&PermissionSet::all().to_string()),
            PermissionSet::all()
        );
        assert_eq!(PermissionSet::stored(""), PermissionSet::NONE);
        assert_eq!("cases.fly".parse::<Permission>(), Err(BadPermission));
        let known = PermissionSet::stored("cases.see robots.fly");
        assert_eq!(
            known.to_string(),
            "cases.see",
            "a permission of a newer version is not given"
        );
    }

    #[test]
    fn a_permission_in_one_view_is_none_in_another() {
        let set = PermissionSet::NONE.with(Permission {
            view: View::Contacts,
            action: Action::See,
        });
        assert!(set.has(View::Contacts, Action::See));
        assert!(!set.has(View::Contacts, Action::Edit) && !set.has(View::Accounts, Action::See));
        assert_eq!(PermissionSet::all().iter().count(), 52);
    }
}
