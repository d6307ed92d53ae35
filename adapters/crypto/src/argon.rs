//! The computation: argon2id, and nothing about who waits for it.

use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use std::error::Error;

/// What the computation fills: 19 MiB, worth keeping from one to the next.
#[derive(Default)]
pub(crate) struct Memory(Vec<Block>);

/// The random bytes that go into each hash.
pub(crate) type SaltBytes = [u8; 16];

/// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane.
const PARAMS: Params = match Params::new(19 * 1024, 2, 1, Some(OUTPUT_BYTES)) {
    Ok(params) => params,
    Err(_) => panic!("they are within argon2's bounds"),
};
const OUTPUT_BYTES: usize = 32;

/// The most that a hash of other parameters may ask for; one that asks for more is damaged. Memory in KiB.
const MOST: (u32, u32, u32) = (256 * 1024, 10, 16);

/// What a password is checked against.
struct Target {
    argon2: Argon2<'static>,
    salt: Salt,
    output: Output,
}

/// Hashes a password. Answers the PHC string.
pub(crate) fn hash(
    password: &[u8],
    salt: &SaltBytes,
    memory: &mut Memory,
) -> Result<String, Box<dyn Error + Send + Sync>> {
    let mut output = [0; OUTPUT_BYTES];
    let blocks = memory
        .of(PARAMS.block_count())
        .ok_or("no memory to hash a password")?;
    ours().hash_password_into_with_memory(password, salt, &mut output, blocks)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&PARAMS)?,
        salt: Some(Salt::new(salt)?),
        hash: Some(Output::new(&output)?),
    };
    Ok(hash.to_string())
}

/// Whether the password is the one behind the hash. Without a hash, and with a damaged one, the same work is
/// done and the answer is no.
pub(crate) fn verify(password: &[u8], against: Option<&str>, memory: &mut Memory) -> bool {
    let target = against.and_then(Target::read);
    let real = target.is_some();
    let Some(target) = target.or_else(Target::nobodys) else {
        return false;
    };
    target.matches(password, memory) && real
}

fn ours() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, PARAMS)
}

impl Target {
    fn read(text: &str) -> Option<Self> {
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

    /// A target of our own parameters that nobody knows a password for.
    fn nobodys() -> Option<Self> {
        Some(Self {
            argon2: ours(),
            salt: Salt::new(&[0; 16]).ok()?,
            output: Output::new(&[0; OUTPUT_BYTES]).ok()?,
        })
    }

    fn matches(&self, password: &[u8], memory: &mut Memory) -> bool {
        let mut output = [0; Output::MAX_LENGTH];
        let output = &mut output[..self.output.len()];
        let Some(blocks) = memory.of(self.argon2.params().block_count()) else {
            return false;
        };
        let done = self
            .argon2
            .hash_password_into_with_memory(password, &self.salt, output, blocks);
        // Outputs compare in constant time.
        done.is_ok() && Output::new(output).is_ok_and(|output| output == self.output)
    }
}

impl Memory {
    /// So many blocks; `None` when there is no memory for them.
    fn of(&mut self, blocks: usize) -> Option<&mut [Block]> {
        if self.0.len() < blocks {
            self.0.try_reserve_exact(blocks - self.0.len()).ok()?;
            self.0.resize(blocks, Block::new());
        }
        Some(&mut self.0[..blocks])
    }

    /// Whether it is of the usual size, and so worth keeping for the next computation.
    pub(crate) fn worth_keeping(&self) -> bool {
        self.0.len() == PARAMS.block_count()
    }
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
        verify(password.as_bytes(), Some(against), &mut Memory::default())
    }

    #[test]
    fn a_hash_tells_its_parameters() {
        let text = hash(b"secreta", &[7; 16], &mut Memory::default()).unwrap();
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
    fn memory_that_was_used_before_changes_nothing() {
        let mut memory = Memory::default();
        let first = hash(b"uno", &[1; 16], &mut memory).unwrap();
        assert!(verify(b"uno", Some(&first), &mut memory));
        assert!(!verify(b"dos", Some(&first), &mut memory));
        assert_eq!(hash(b"uno", &[1; 16], &mut memory).unwrap(), first);
    }

    #[test]
    fn nobodys_password_fills_the_memory_like_a_users() {
        let mut memory = Memory::default();
        assert!(!verify(b"secreta", None, &mut memory));
        assert!(memory.worth_keeping());
        assert_ne!(memory.0[PARAMS.block_count() - 1].as_ref()[0], 0);
    }

    #[test]
    fn a_damaged_hash_does_the_work_and_says_no() {
        let good = hash(b"secreta", &[7; 16], &mut Memory::default()).unwrap();
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
            let mut memory = Memory::default();
            assert!(!verify(b"secreta", Some(damaged), &mut memory), "{damaged}");
            assert!(memory.worth_keeping(), "{damaged}");
        }
    }
}
