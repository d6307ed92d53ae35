//! The computation: argon2id, and nothing about who waits for it.

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::{self, phc::PasswordHash},
};

/// The random bytes that go into each hash.
pub(crate) type SaltBytes = [u8; 16];

/// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane.
const PARAMS: Params = match Params::new(19 * 1024, 2, 1, Some(32)) {
    Ok(params) => params,
    Err(_) => panic!("they are within argon2's bounds"),
};

/// The most that a hash of other parameters may ask for: memory in KiB, passes, lanes. One that asks for more is
/// damaged.
const MOST: (u32, u32, u32) = (256 * 1024, 10, 16);

/// A hash of our own parameters that nobody knows a password for.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                       AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes a password. Answers the PHC string.
pub(crate) fn hash(password: &[u8], salt: &SaltBytes) -> Result<String, password_hash::Error> {
    let hash = ours().hash_password_with_salt(password, salt)?;
    Ok(hash.to_string())
}

/// Whether the password is the one behind the hash. Without a hash, and with a damaged one, the same work is
/// done and the answer is no.
pub(crate) fn verify(password: &[u8], against: Option<&str>) -> bool {
    let (target, real) = target(against);
    // The parameters are the target's; the outcomes are compared in constant time.
    ours().verify_password(password, &target).is_ok() && real
}

/// What to check a password against, and whether it is somebody's.
fn target(against: Option<&str>) -> (PasswordHash, bool) {
    match against.and_then(undamaged) {
        Some(hash) => (hash, true),
        None => (PasswordHash::new(NOBODYS).expect("it is a hash"), false),
    }
}

fn ours() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, PARAMS)
}

/// A hash that the whole work will be done for.
fn undamaged(text: &str) -> Option<PasswordHash> {
    let hash = PasswordHash::new(text).ok()?;
    let params = Params::try_from(&hash).ok()?;
    let (memory, passes, lanes) = MOST;
    let good = params.m_cost() <= memory
        && params.t_cost() <= passes
        && params.p_cost() <= lanes
        && Algorithm::try_from(hash.algorithm.as_str()).is_ok()
        && Version::try_from(hash.version?).is_ok()
        && hash.salt.is_some()
        && hash.hash.is_some();
    good.then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hashes of `password` from the tests of argon2's reference implementation.
    const OTHER_PARAMETERS: [&str; 3] = [
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        "$argon2i$v=19$m=256,t=2,p=2$c29tZXNhbHQ$T/XOJ2mh1/TIpJHfCdQan76Q5esCFVoT5MAeIM1Oq2E",
    ];

    fn verifies(password: &str, against: &str) -> bool {
        verify(password.as_bytes(), Some(against))
    }

    #[test]
    fn a_hash_tells_its_parameters() {
        let text = hash(b"secreta", &[7; 16]).unwrap();
        assert!(text.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{text}");
        assert!(verifies("secreta", &text));
        assert!(!verifies("Secreta", &text));
    }

    #[test]
    fn a_hash_of_other_parameters_verifies() {
        for hash in OTHER_PARAMETERS {
            assert!(verifies("password", hash), "{hash}");
            assert!(!verifies("Password", hash), "{hash}");
        }
    }

    #[test]
    fn nobodys_hash_asks_for_the_work_of_a_new_one() {
        let new = PasswordHash::new(&hash(b"secreta", &[7; 16]).unwrap()).unwrap();
        let (nobodys, real) = target(None);
        assert!(!real);
        assert_eq!(
            (nobodys.algorithm, nobodys.version, &nobodys.params),
            (new.algorithm, new.version, &new.params)
        );
        let lengths = |hash: &PasswordHash| (hash.salt.unwrap().len(), hash.hash.unwrap().len());
        assert_eq!(lengths(&nobodys), lengths(&new));
        assert!(!verify(b"secreta", None));
    }

    #[test]
    fn a_damaged_hash_does_the_work_and_says_no() {
        let good = hash(b"secreta", &[7; 16]).unwrap();
        let cut = &good[..good.len() - 20];
        let end = good.rfind('$').unwrap();
        for damaged in [
            "",
            "secreta",
            "$argon2id$",
            cut,
            &good[..end],
            &good.replace("argon2id", "scrypt"),
            &good.replace("v=19", "v=18"),
            &good.replace("$v=19", ""),
            &good.replace("m=19456", "m=4294967295"),
            &good.replace("t=2", "t=4294967295"),
            &good.replace("p=1", "p=0"),
        ] {
            assert_eq!(target(Some(damaged)), target(None), "{damaged}");
            assert!(!verify(b"secreta", Some(damaged)), "{damaged}");
        }
    }
}
