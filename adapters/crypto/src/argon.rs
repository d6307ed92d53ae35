//! The computation: argon2id, and nothing about who waits for it.

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{
        self,
        phc::{Output, ParamsString, PasswordHash, Salt},
    },
};

/// The random bytes that go into each hash.
pub(crate) type SaltBytes = [u8; 16];

/// How long a hash is.
const HASH_BYTES: usize = 32;

/// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane.
const PARAMS: Params = match Params::new(19 * 1024, 2, 1, Some(HASH_BYTES)) {
    Ok(params) => params,
    Err(_) => panic!("they are within argon2's bounds"),
};

/// The most that a hash of other parameters may ask for: memory in KiB, passes, lanes. One that asks for more is
/// damaged.
const MOST: (u32, u32, u32) = (256 * 1024, 10, 16);

/// A hash of our own parameters that nobody knows a password for.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                       AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The memory that hashes are computed in: for as long as there is one to compute after another, nobody asks the system
/// for it anew, which takes a fifth of the time.
#[derive(Default)]
pub(crate) struct Memory(Vec<Block>);

impl Memory {
    /// Computes a hash into an output of the right length.
    fn compute(
        &mut self,
        argon2: &Argon2<'_>,
        password: &[u8],
        salt: &[u8],
        output: &mut [u8],
    ) -> Result<(), argon2::Error> {
        let count = argon2.params().block_count();
        if self.0.len() < count {
            self.0.resize(count, Block::new());
        }
        argon2.hash_password_into_with_memory(password, salt, output, &mut self.0[..count])
    }

    /// Gives it back.
    pub(crate) fn release(&mut self) {
        self.0 = Vec::new();
    }
}

/// Hashes a password. Answers the PHC string.
pub(crate) fn hash(
    memory: &mut Memory,
    password: &[u8],
    salt: &SaltBytes,
) -> Result<String, password_hash::Error> {
    let mut output = [0; HASH_BYTES];
    let (version, argon2) = (Version::V0x13, ours());
    memory.compute(&argon2, password, salt, &mut output)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(version.into()),
        params: ParamsString::try_from(argon2.params())?,
        salt: Some(Salt::new(salt)?),
        hash: Some(Output::new(&output)?),
    };
    Ok(hash.to_string())
}

/// Whether the password is the one behind the hash. Without a hash, and with a damaged one, the same work is
/// done and the answer is no.
pub(crate) fn verify(memory: &mut Memory, password: &[u8], against: Option<&str>) -> bool {
    let undamaged = against.and_then(Target::of);
    let real = undamaged.is_some();
    let target = undamaged.unwrap_or_else(Target::nobodys);
    target.is_met(memory, password) && real
}

/// What to check a password against.
struct Target {
    argon2: Argon2<'static>,
    salt: Salt,
    output: Output,
}

impl Target {
    fn nobodys() -> Self {
        Self::of(NOBODYS).expect("it is a hash")
    }

    /// The hash, if it is one that the whole work will be done for.
    fn of(text: &str) -> Option<Self> {
        let hash = PasswordHash::new(text).ok()?;
        let params = Params::try_from(&hash).ok()?;
        let (memory, passes, lanes) = MOST;
        if params.m_cost() > memory || params.t_cost() > passes || params.p_cost() > lanes {
            return None;
        }
        let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
        let version = Version::try_from(hash.version?).ok()?;
        Some(Self {
            argon2: Argon2::new(algorithm, version, params),
            salt: hash.salt?,
            output: hash.hash?,
        })
    }

    fn is_met(&self, memory: &mut Memory, password: &[u8]) -> bool {
        let mut computed = [0; Output::MAX_LENGTH];
        let computed = &mut computed[..self.output.len()];
        memory.compute(&self.argon2, password, &self.salt, computed).is_ok()
            // Compared in constant time.
            && Output::new(computed).is_ok_and(|computed| computed == self.output)
    }
}

fn ours() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, PARAMS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(password: &str) -> String {
        hash(&mut Memory::default(), password.as_bytes(), &[7; 16]).unwrap()
    }

    /// Hashes of `password` from the tests of argon2's reference implementation.
    const OTHER_PARAMETERS: [&str; 3] = [
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        "$argon2i$v=19$m=256,t=2,p=2$c29tZXNhbHQ$T/XOJ2mh1/TIpJHfCdQan76Q5esCFVoT5MAeIM1Oq2E",
    ];

    fn verifies(password: &str, against: &str) -> bool {
        verify(&mut Memory::default(), password.as_bytes(), Some(against))
    }

    #[test]
    fn a_hash_tells_its_parameters() {
        let text = new("secreta");
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
        let (new, nobodys) = (Target::of(&new("secreta")).unwrap(), Target::nobodys());
        assert_eq!(nobodys.argon2.params(), new.argon2.params());
        assert_eq!(
            (nobodys.salt.len(), nobodys.output.len()),
            (new.salt.len(), new.output.len())
        );
        assert!(!verify(&mut Memory::default(), b"secreta", None));
    }

    #[test]
    fn a_damaged_hash_does_the_work_and_says_no() {
        let good = new("secreta");
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
            assert!(Target::of(damaged).is_none(), "{damaged}");
            assert!(!verifies("secreta", damaged), "{damaged}");
        }
    }

    #[test]
    fn memory_that_was_used_changes_nothing() {
        let mut memory = Memory::default();
        let good = hash(&mut memory, b"secreta", &[7; 16]).unwrap();
        for other in OTHER_PARAMETERS {
            assert!(verify(&mut memory, b"password", Some(other)), "{other}");
        }
        assert!(verify(&mut memory, b"secreta", Some(&good)));
        assert!(!verify(&mut memory, b"Secreta", Some(&good)));
        memory.release();
        assert_eq!(hash(&mut memory, b"secreta", &[7; 16]).unwrap(), good);
    }
}
