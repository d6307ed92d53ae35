//! A company, and what its own system sends.

use super::House;
use ba360_core::{
    access::{
        Actor, UserName,
        directory::UserFile,
        external::{ExternalCredentials, ExternalKeyPair, ExternalToken, LogInExternallyError},
    },
    instance::{ActivityKind, CorrelationId},
    text::Code,
};

/// A company whose keys have been made.
pub struct Company {
    pub house: House,
    pub keys: ExternalKeyPair,
}

impl Company {
    pub async fn new() -> Self {
        let house = House::new().await;
        let keys = house
            .app
            .view_keys
            .run(&house.agent)
            .await
            .expect("the house does it");
        Self { house, keys }
    }

    pub async fn log_in(&self, user: &str, pass: &str) -> Result<ExternalToken, LogInExternallyError> {
        let (secret, client) = (self.keys.secret.key.expose(), self.keys.client.key.expose());
        self.with(["uno", secret, client], user, pass).await
    }

    pub async fn with(
        &self,
        [company, secretkey, clientkey]: [&str; 3],
        user: &str,
        pass: &str,
    ) -> Result<ExternalToken, LogInExternallyError> {
        let correlation = CorrelationId::new(&*self.house.ports.secrets.random);
        let credentials = ExternalCredentials {
            user,
            pass,
            company,
            secretkey,
            clientkey,
        };
        let from = Some("192.0.2.7".parse().expect("the house does it"));
        self.house
            .app
            .log_in_externally
            .run(&correlation, from, credentials)
            .await
    }

    pub async fn is_there(&self, user: &str) -> bool {
        let name = UserName::new(user).expect("the house does it");
        let users = &self.house.ports.stores.users;
        users
            .by_name(self.house.instance.id, &name)
            .await
            .expect("the house does it")
            .is_some()
    }

    /// What an administrator reads of a user.
    pub async fn file(&self, user: &str) -> UserFile {
        let name = UserName::new(user).expect("a name");
        let users = &self.house.ports.stores.users;
        let found = users
            .by_name(self.house.instance.id, &name)
            .await
            .expect("the store answers");
        let id = found.expect("the user is there").id;
        let file = self.house.app.list_users.one(&self.house.agent, id).await;
        file.expect("the user has a file")
    }

    /// Whether the password opens the console.
    pub async fn opens(&self, user: &str, pass: &str) -> Option<Actor> {
        let visit = self.house.visit();
        let signed_in = self.house.app.sign_in.run(&visit, user, pass, None).await;
        signed_in.ok().map(|(_, actor)| actor)
    }

    pub async fn newest(&self) -> (ActivityKind, Code) {
        let lines = self
            .house
            .ports
            .stores
            .activity
            .recent(self.house.instance.id, 1)
            .await
            .expect("the house does it");
        (lines[0].kind, lines[0].outcome)
    }
}
