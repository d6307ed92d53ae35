//! The suites: every rule in a port's `# Contract` is a case of the same name.
//!
//! A suite is a list of [`Trial`]s for a `[[test]]` with `harness = false`: see the front page. Each case runs on
//! a runtime of its own, the stores' in a world of its own ([`StoreFixture::world`]), and is reported by itself
//! as `<label>::<suite>::<rule>`.

mod activity;
mod admissions;
mod cases;
mod directory;
mod entering;
mod external;
mod fixture;
mod groups;
mod hasher;
mod imports;
mod installation;
mod instances;
mod interactions;
mod parameters;
mod passwords;
mod records;
mod roles;
mod run;
mod seal;
mod sessions;
mod support;
mod throttles;
mod tokens;
mod users;

pub use activity::activity;
pub use admissions::admissions;
pub use cases::cases;
pub use directory::directory;
pub use external::external;
pub use fixture::{
    HasherFixture, SealFixture, SignerUnderTest, StoreFixture, TokenFixture, World, WorldHooks,
};
pub use groups::groups;
pub use hasher::hasher;
pub use imports::imports;
pub use installation::installation;
pub use instances::instances;
pub use parameters::parameters;
pub use records::records;
pub use roles::roles;
pub use seal::seal;
pub use sessions::sessions;
pub use throttles::throttles;
pub use tokens::tokens;
pub use users::users;

use libtest_mimic::Trial;
use std::sync::Arc;

/// The version of the suites, apart from the crate's: a new case, or one that asks for more, is a new minor
/// version, and a case that asks for something else a new major one.
pub const VERSION: &str = "0.4.0";

/// Each suite with the names of its rules.
pub const RULES: [(&str, &[&str]); 18] = [
    records::RULES,
    cases::RULES,
    imports::RULES,
    admissions::RULES,
    users::RULES,
    hasher::RULES,
    external::RULES,
    sessions::RULES,
    throttles::RULES,
    roles::RULES,
    groups::RULES,
    directory::RULES,
    instances::RULES,
    installation::RULES,
    activity::RULES,
    parameters::RULES,
    tokens::RULES,
    seal::RULES,
];

/// The suites of all the ports that keep things.
#[must_use]
pub fn stores(fixture: Arc<dyn StoreFixture>) -> Vec<Trial> {
    let mut trials = records(fixture.clone());
    trials.extend(cases(fixture.clone()));
    trials.extend(imports(fixture.clone()));
    trials.extend(admissions(fixture.clone()));
    trials.extend(users(fixture.clone()));
    trials.extend(external(fixture.clone()));
    trials.extend(sessions(fixture.clone()));
    trials.extend(throttles(fixture.clone()));
    trials.extend(roles(fixture.clone()));
    trials.extend(groups(fixture.clone()));
    trials.extend(directory(fixture.clone()));
    trials.extend(parameters(fixture.clone()));
    trials.extend(instances(fixture.clone()));
    trials.extend(installation(fixture.clone()));
    trials.extend(activity(fixture));
    trials
}
