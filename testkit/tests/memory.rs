//! The ports in memory and the doubles, against the suites.

use async_trait::async_trait;
use ba360_core::{access::HashPassword, seal::Seal};
use ba360_testkit::{
    memory::{FastHasher, Memory, SeededRandom, TestSeal, TestSigner},
    suites::{self, HasherFixture, SealFixture, SignerUnderTest, StoreFixture, TokenFixture, World},
};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

const LABEL: &str = "memory";

struct InMemory;

#[async_trait]
impl StoreFixture for InMemory {
    fn label(&self) -> &str {
        LABEL
    }

    async fn world(&self) -> World {
        let memory = Memory::new();
        World::new(memory.stores(), Arc::new(memory))
    }
}

/// Makes doubles, each from a seed of its own.
#[derive(Default)]
struct Seeds(AtomicU64);

impl Seeds {
    fn random(&self) -> Arc<SeededRandom> {
        Arc::new(SeededRandom::new(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

impl HasherFixture for Seeds {
    fn label(&self) -> &str {
        LABEL
    }

    fn hasher(&self) -> Arc<dyn HashPassword> {
        Arc::new(FastHasher::new(self.random(), 16))
    }

    fn narrow_hasher(&self) -> Arc<dyn HashPassword> {
        Arc::new(FastHasher::new(self.random(), 1))
    }
}

impl TokenFixture for Seeds {
    fn label(&self) -> &str {
        LABEL
    }

    fn signer(&self) -> SignerUnderTest {
        SignerUnderTest {
            signer: Arc::new(TestSigner::new(&*self.random())),
            public_keys: Vec::new(),
        }
    }
}

impl SealFixture for Seeds {
    fn label(&self) -> &str {
        LABEL
    }

    fn seal(&self) -> Arc<dyn Seal> {
        Arc::new(TestSeal::new(self.random()))
    }
}

fn main() {
    let arguments = libtest_mimic::Arguments::from_args();
    let seeds = Arc::new(Seeds::default());
    let mut trials = suites::stores(Arc::new(InMemory));
    trials.extend(suites::hasher(seeds.clone()));
    trials.extend(suites::tokens(seeds.clone()));
    trials.extend(suites::seal(seeds));
    libtest_mimic::run(&arguments, trials).exit();
}
