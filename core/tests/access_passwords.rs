//! A change of one's own password, and what an administrator does in the meantime (contract 4.9).

mod support;

use async_trait::async_trait;
use ba360_core::{
    App,
    access::{Actor, ChangePasswordError, HashPassword, Password, PasswordHash, PermissionSet, UserId},
    instance::ActivityKind,
    store::StoreResult,
    text::Code,
};
use secrecy::ExposeSecret as _;
use std::sync::{Arc, Mutex};
use support::House;

const OLD: &str = "una clave";
const NEW: &str = "tres tristes tigres";

/// What an administrator does while a new password is hashed.
#[derive(Clone, Copy)]
enum Meanwhile {
    Resets,
    Deactivates,
}

/// A hasher that takes as long as an administrator needs.
struct Slow {
    hasher: Arc<dyn HashPassword>,
    app: App,
    administrator: Actor,
    user: UserId,
    meanwhile: Meanwhile,
    /// The password that the administrator was shown.
    shown: Mutex<Option<String>>,
}

#[async_trait]
impl HashPassword for Slow {
    async fn hash(&self, password: &Password) -> StoreResult<PasswordHash> {
        let administrator = &self.administrator;
        match self.meanwhile {
            Meanwhile::Resets => {
                let issued = self.app.reset_password.run(administrator, "ana").await;
                let shown = issued.expect("it is reset").password;
                *self.shown.lock().expect("nobody panicked") = Some(shown.expose_secret().to_owned());
            }
            Meanwhile::Deactivates => {
                let active = &self.app.set_user_active;
                active
                    .run(administrator, self.user, false)
                    .await
                    .expect("it is done");
            }
        }
        self.hasher.hash(password).await
    }

    async fn verify(&self, password: &Password, against: Option<&PasswordHash>) -> StoreResult<bool> {
        self.hasher.verify(password, against).await
    }
}

/// Has ana change her password while that happens, and answers what the administrator was shown.
async fn change(house: &House, ana: &Actor, meanwhile: Meanwhile) -> Option<String> {
    let slow = Arc::new(Slow {
        hasher: house.ports.secrets.hasher.clone(),
        app: house.app.clone(),
        administrator: house.agent.clone(),
        user: ana.user().expect("somebody"),
        meanwhile,
        shown: Mutex::default(),
    });
    let mut ports = house.ports.clone();
    ports.secrets.hasher = slow.clone();
    let changed = App::new(ports).change_password.run(ana, OLD, NEW).await;
    assert!(matches!(changed, Err(ChangePasswordError::Ended)), "{changed:?}");
    slow.shown.lock().expect("nobody panicked").take()
}

async fn signs_in(house: &House, password: &str) -> Option<Actor> {
    let signed_in = house.app.sign_in.run(&house.visit(), "ana", password, None).await;
    signed_in.ok().map(|(_, actor)| actor)
}

async fn changes(house: &House) -> usize {
    let lines = house
        .ports
        .stores
        .activity
        .recent(house.instance.id, 100)
        .await
        .expect("the store answers");
    let changed = lines
        .iter()
        .filter(|line| (line.kind, line.outcome) == (ActivityKind::PasswordChanged, Code::Ok));
    changed.count()
}

#[tokio::test]
async fn s5_a_password_that_is_reset_meanwhile_stays_as_it_was_reset() {
    let house = House::new().await;
    let ana = support::sign_in_with(&house, "ana", PermissionSet::NONE).await;
    let shown = change(&house, &ana, Meanwhile::Resets).await.unwrap();
    assert!(signs_in(&house, NEW).await.is_none());
    assert!(signs_in(&house, OLD).await.is_none());
    let ana = signs_in(&house, &shown).await.unwrap();
    assert!(ana.must_change_password(), "it is still a temporary one");
    assert_eq!(changes(&house).await, 0);
}

#[tokio::test]
async fn s5_the_password_of_a_user_who_is_deactivated_meanwhile_stays() {
    let house = House::new().await;
    let ana = support::sign_in_with(&house, "ana", PermissionSet::NONE).await;
    change(&house, &ana, Meanwhile::Deactivates).await;
    let active = &house.app.set_user_active;
    active.run(&house.agent, ana.user().unwrap(), true).await.unwrap();
    assert!(signs_in(&house, NEW).await.is_none());
    assert!(signs_in(&house, OLD).await.is_some());
    assert_eq!(changes(&house).await, 0);
}
