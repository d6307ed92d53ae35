//! Passwords and tokens, each beside its floor: `floor_x` is the floor of `x`, and of every `x_y` that has none of its
//! own. `cargo bench -p ba360-crypto`

use argon2::{Algorithm, Argon2, Block, Params, Version};
use ba360_core::{
    Secrets,
    access::{Password, PasswordHash, UserId},
    instance::InstanceId,
    seal::SealPlace,
    token::{Claims, TokenId},
};
use ba360_crypto::{Limits, MasterKey, SystemRandom, secrets};
use divan::{Bencher, black_box};
use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use std::{
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    thread,
};
use tokio::runtime::{Builder, Runtime};

fn main() {
    divan::main();
}

fn made() -> Secrets {
    secrets(&MasterKey::generate(&SystemRandom), Limits::default())
}

fn runtime() -> Runtime {
    Builder::new_multi_thread()
        .worker_threads(1)
        .build()
        .expect("a runtime")
}

fn password() -> Password {
    Password::new("una contraseña de siempre").expect("a password")
}

fn claims() -> Claims {
    Claims {
        instance: InstanceId(1),
        user: UserId(1),
        issued_at: Timestamp::UNIX_EPOCH,
        expires_at: Timestamp::UNIX_EPOCH,
        id: TokenId("0".repeat(32)),
    }
}

mod passwords {
    use super::*;

    fn argon2() -> Argon2<'static> {
        let params = Params::new(19 * 1024, 2, 1, Some(32)).expect("parameters");
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
    }

    /// The memory of one hash after another.
    fn memory(argon2: &Argon2<'_>) -> Vec<Block> {
        vec![Block::new(); argon2.params().block_count()]
    }

    fn hash(argon2: &Argon2<'_>, password: &Password, memory: &mut [Block]) -> [u8; 32] {
        let mut output = [0; 32];
        let password = black_box(password.expose());
        argon2
            .hash_password_into_with_memory(password, &[7; 16], &mut output, memory)
            .expect("a hash");
        output
    }

    /// argon2id alone, in memory that it has already.
    #[divan::bench(sample_count = 50, sample_size = 1)]
    fn floor_verify(bencher: Bencher<'_, '_>) {
        let (argon2, password) = (argon2(), password());
        let mut memory = memory(&argon2);
        bencher.bench_local(|| hash(&argon2, &password, &mut memory));
    }

    #[divan::bench(sample_count = 50, sample_size = 1)]
    fn verify(bencher: Bencher<'_, '_>) {
        let (runtime, hasher, password) = (runtime(), made().hasher, password());
        let hash: PasswordHash = runtime.block_on(hasher.hash(&password)).expect("a hash");
        bencher.bench(|| runtime.block_on(hasher.verify(black_box(&password), Some(&hash))));
    }

    #[divan::bench(sample_count = 50, sample_size = 1)]
    fn verify_nobodys(bencher: Bencher<'_, '_>) {
        let (runtime, hasher, password) = (runtime(), made().hasher, password());
        bencher.bench(|| runtime.block_on(hasher.verify(black_box(&password), None)));
    }

    /// argon2id alone, sixteen times, by a thread a core, each in memory that it has already.
    #[divan::bench(sample_count = 20, sample_size = 1)]
    fn floor_verify_16(bencher: Bencher<'_, '_>) {
        let (argon2, password) = (argon2(), password());
        let mut memories: Vec<_> = (0..Limits::default().hash_at_once)
            .map(|_| memory(&argon2))
            .collect();
        bencher.bench_local(|| {
            let left = AtomicUsize::new(16);
            let more = || {
                left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1))
                    .is_ok()
            };
            thread::scope(|scope| {
                for memory in &mut memories {
                    scope.spawn(|| {
                        while more() {
                            black_box(hash(&argon2, &password, memory));
                        }
                    });
                }
            });
        });
    }

    #[divan::bench(sample_count = 20, sample_size = 1)]
    fn verify_16(bencher: Bencher<'_, '_>) {
        let (runtime, hasher, password) = (runtime(), made().hasher, password());
        bencher.bench(|| {
            runtime.block_on(async {
                let verifying: Vec<_> = (0..16)
                    .map(|_| {
                        let (hasher, password) = (hasher.clone(), password.clone());
                        tokio::spawn(async move { hasher.verify(&password, None).await })
                    })
                    .collect();
                for one in verifying {
                    one.await.expect("it runs").expect("it has a place");
                }
            });
        });
    }
}

mod tokens {
    use super::*;
    use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};

    /// About as long as what is signed of a token.
    const SIGNED: [u8; 250] = [b'x'; 250];

    fn key() -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a key")
    }

    /// The signature alone.
    #[divan::bench]
    fn floor_sign(bencher: Bencher<'_, '_>) {
        let key = key();
        bencher.bench(|| key.sign(black_box(&SIGNED)));
    }

    /// The check of a signature alone.
    #[divan::bench]
    fn floor_verify(bencher: Bencher<'_, '_>) {
        let key = key();
        let signature = key.sign(&SIGNED);
        let public = UnparsedPublicKey::new(&ED25519, key.public_key().as_ref());
        bencher.bench(|| public.verify(black_box(&SIGNED), signature.as_ref()));
    }

    #[divan::bench]
    fn sign(bencher: Bencher<'_, '_>) {
        let (tokens, claims) = (made().tokens, claims());
        bencher.bench(|| tokens.sign(black_box(&claims)));
    }

    #[divan::bench(sample_count = 1000, sample_size = 1)]
    fn verify_for_the_first_time(bencher: Bencher<'_, '_>) {
        bencher
            .with_inputs(|| {
                let tokens = made().tokens;
                let token = tokens.sign(&claims()).expect("a token");
                (tokens, token)
            })
            .bench_refs(|(tokens, token)| tokens.verify(black_box(token.expose_secret())));
    }

    #[divan::bench]
    fn verify_again(bencher: Bencher<'_, '_>) {
        let tokens = made().tokens;
        let token = tokens.sign(&claims()).expect("a token");
        bencher.bench(|| tokens.verify(black_box(token.expose_secret())));
    }
}

mod seals {
    use super::*;

    const PLACE: SealPlace = SealPlace {
        instance: InstanceId(1),
        purpose: "bench",
    };

    #[divan::bench]
    fn seal(bencher: Bencher<'_, '_>) {
        let seal = made().seal;
        bencher.bench(|| seal.seal(&PLACE, black_box("f4a7b0a0-2f0e-4f3b-9a3f-3a9f2b7d1c55")));
    }

    #[divan::bench]
    fn open(bencher: Bencher<'_, '_>) {
        let seal = made().seal;
        let sealed = seal.seal(&PLACE, "f4a7b0a0-2f0e-4f3b-9a3f-3a9f2b7d1c55");
        bencher.bench(|| seal.open(&PLACE, black_box(&sealed)));
    }
}
