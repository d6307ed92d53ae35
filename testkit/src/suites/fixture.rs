use async_trait::async_trait;
use ba360_core::{
    Stores,
    access::{HashPassword, UserId},
    instance::InstanceId,
    seal::Seal,
    token::TokenSigner,
};
use jiff::Timestamp;
use std::{any::Any, sync::Arc};

/// Makes the stores that the suites test: an empty world of its own for each case.
#[async_trait]
pub trait StoreFixture: Send + Sync + 'static {
    /// What the stores are called in the names of the cases, such as `sqlite`.
    fn label(&self) -> &str;

    /// Why the cases cannot run here, if they cannot. It is asked once, when the cases are listed, so that they
    /// are shown as ignored and never as passed.
    fn ignored(&self) -> Option<String> {
        None
    }

    /// A new world: nothing in its stores, not even an instance, and nobody else works in it. It has to take 64
    /// calls at once. What goes wrong here panics, and the case fails.
    ///
    /// It is called on the case's own runtime, tokio's with two workers, and the world is dropped after that
    /// runtime has ended.
    async fn world(&self) -> World;
}

/// The stores of one case.
pub struct World {
    /// The stores. A suite of one port also calls the others, to make what its cases need: an instance above all.
    pub stores: Stores,
    /// What the cases need and no port offers.
    pub hooks: Arc<dyn WorldHooks>,
    /// What is dropped last: a folder, a schema, a server. A unit when there is nothing.
    pub guard: Box<dyn Any + Send + Sync>,
}

impl World {
    /// A world that leaves nothing behind.
    #[must_use]
    pub fn new(stores: Stores, hooks: Arc<dyn WorldHooks>) -> Self {
        Self {
            stores,
            hooks,
            guard: Box::new(()),
        }
    }

    /// The world, with something that is dropped last.
    #[must_use]
    pub fn with_guard(self, guard: impl Any + Send + Sync) -> Self {
        Self {
            guard: Box::new(guard),
            ..self
        }
    }
}

/// What the cases need done that no port offers: a user whose state changes and nothing else with it. What goes wrong
/// panics, and the case fails.
#[async_trait]
pub trait WorldHooks: Send + Sync {
    /// Deactivates a user.
    async fn deactivate_user(&self, instance: InstanceId, user: UserId);
    /// Revokes all of a user's tokens that were issued before that moment.
    async fn revoke_tokens(&self, instance: InstanceId, user: UserId, at: Timestamp);
}

/// Makes the password hashers that the suite tests.
pub trait HasherFixture: Send + Sync + 'static {
    /// What the hasher is called in the names of the cases.
    fn label(&self) -> &str;

    /// Why the cases cannot run here: see [`StoreFixture::ignored`].
    fn ignored(&self) -> Option<String> {
        None
    }

    /// A hasher as it is used, with room for a few calls at once.
    fn hasher(&self) -> Arc<dyn HashPassword>;

    /// A hasher that takes as little work at once as it can be set to: fewer than 64 calls, those that wait
    /// included.
    fn narrow_hasher(&self) -> Arc<dyn HashPassword>;
}

/// Makes the token signers that the suite tests.
pub trait TokenFixture: Send + Sync + 'static {
    /// What the signer is called in the names of the cases.
    fn label(&self) -> &str;

    /// Why the cases cannot run here: see [`StoreFixture::ignored`].
    fn ignored(&self) -> Option<String> {
        None
    }

    /// A signer with a new key of its own.
    fn signer(&self) -> SignerUnderTest;
}

/// A signer, and what the world knows of its key.
pub struct SignerUnderTest {
    /// The signer.
    pub signer: Arc<dyn TokenSigner>,
    /// The public key in each form in which somebody can get hold of it (raw bytes, DER, PEM, the JWK's `x`): a
    /// forger signs with each as if it were a shared secret. Empty when nothing of the key is public.
    pub public_keys: Vec<Vec<u8>>,
}

/// Makes the seals that the suite tests.
pub trait SealFixture: Send + Sync + 'static {
    /// What the seal is called in the names of the cases.
    fn label(&self) -> &str;

    /// Why the cases cannot run here: see [`StoreFixture::ignored`].
    fn ignored(&self) -> Option<String> {
        None
    }

    /// A seal with a new key of its own.
    fn seal(&self) -> Arc<dyn Seal>;
}
