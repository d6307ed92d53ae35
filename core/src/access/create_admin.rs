use super::{
    Actor, BadUserName, Denied, HashPassword, IssuedPassword, NewUser, PermissionSet, UserName, Users,
    issued_password::new_password,
};
use crate::{
    ambient::{Clock, Random},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// The role that an administrator is given: every permission in every view.
const ADMINISTRATOR: &str = "Administrador";

/// Makes an administrator with a password that is shown once.
#[derive(Clone)]
pub struct CreateAdmin {
    users: Arc<dyn Users>,
    hasher: Arc<dyn HashPassword>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

/// Why no administrator was made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CreateAdminError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The name cannot be a user's.
    #[error(transparent)]
    Name(#[from] BadUserName),
    /// There is a user of that name.
    #[error("there is a user of that name")]
    Taken,
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for CreateAdminError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::Name(_) => Code::UserNameBad,
            Self::Taken => Code::UserTaken,
            Self::Store(error) => error.code(),
        }
    }
}

impl CreateAdmin {
    pub(crate) fn new(
        users: Arc<dyn Users>,
        hasher: Arc<dyn HashPassword>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            users,
            hasher,
            clock,
            random,
        }
    }

    /// Makes the user with the role *Administrador*.
    ///
    /// # Errors
    /// See [`CreateAdminError`].
    pub async fn run(&self, actor: &Actor, user: &str) -> Result<IssuedPassword, CreateAdminError> {
        traced!("create_admin", &actor.visit().correlation, self.work(actor, user)).await
    }

    async fn work(&self, actor: &Actor, user: &str) -> Result<IssuedPassword, CreateAdminError> {
        actor.require_operator()?;
        let name = UserName::new(user)?;
        let instance = actor.instance().id;
        if self.users.by_name(instance, &name).await?.is_some() {
            return Err(CreateAdminError::Taken);
        }
        let (password, shown) = new_password(&*self.random);
        let hash = self.hasher.hash(&password).await?;
        let role = self
            .users
            .ensure_role(instance, ADMINISTRATOR, PermissionSet::all())
            .await?;
        let new = NewUser {
            name,
            password: hash,
            role: Some(role),
            at: self.clock.now(),
        };
        match self.users.insert_if_absent(instance, new).await? {
            (made, true) => Ok(IssuedPassword {
                id: made.id,
                user: made.name,
                password: shown,
            }),
            (_, false) => Err(CreateAdminError::Taken),
        }
    }
}
