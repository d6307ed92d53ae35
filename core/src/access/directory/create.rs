use super::{UserDetails, UserDirectory, UserError, UserTexts, require_role};
use crate::{
    access::{
        Action, Actor, HashPassword, IssuedPassword, UserName, View, issued_password::new_password,
        roles::Roles,
    },
    ambient::{Clock, Random},
    trace::traced,
};
use std::sync::Arc;

/// Makes a user with a password that is shown once and has to be changed at the first login.
#[derive(Clone)]
pub struct CreateUser {
    users: Arc<dyn UserDirectory>,
    roles: Arc<dyn Roles>,
    hasher: Arc<dyn HashPassword>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl CreateUser {
    pub(crate) fn new(
        users: Arc<dyn UserDirectory>,
        roles: Arc<dyn Roles>,
        hasher: Arc<dyn HashPassword>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            users,
            roles,
            hasher,
            clock,
            random,
        }
    }

    /// Makes the user.
    ///
    /// # Errors
    /// See [`UserError`].
    pub async fn run(
        &self,
        actor: &Actor,
        name: &str,
        texts: UserTexts<'_>,
    ) -> Result<IssuedPassword, UserError> {
        traced!(
            "create_user",
            &actor.visit().correlation,
            self.work(actor, name, texts)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        name: &str,
        texts: UserTexts<'_>,
    ) -> Result<IssuedPassword, UserError> {
        actor.require(View::Users, Action::Create)?;
        let name = UserName::new(name)?;
        let details = UserDetails::new(texts)?;
        require_role(&*self.roles, actor, details.role).await?;
        let (password, shown) = new_password(&*self.random);
        let hash = self.hasher.hash(&password).await?;
        let user = name.shown().to_owned();
        let outcome = self
            .users
            .create(actor.instance().id, (name, hash, details), self.clock.now())
            .await?;
        Ok(IssuedPassword {
            id: outcome.done()?,
            user,
            password: shown,
        })
    }
}
