//! External systems that sign their users in (the page's *Consumo del token de autenticación* and *Secretkey y
//! Clientkey*): an instance's pair of keys, and the login by them, which makes the user where there is none.

mod answer;
mod key;
mod log_in;
mod ports;
mod regenerate_secret;
mod view_keys;

pub use answer::{ExternalCredentials, ExternalToken, LogInExternallyError};
pub use key::{ExternalKey, ExternalKeyPair, ShownKey};
pub use log_in::{LogInExternally, USERS_MADE_AN_HOUR};
pub use ports::{
    ExternalAdmission, ExternalApplications, ExternalKeys, ExternallyAdmitted, FoundCompany, KeptKey,
    NewExternalKeys, NewSecret, ProvisionedUser, WhoExternally,
};
pub use regenerate_secret::{RegenerateSecret, RegenerateSecretError};
pub use view_keys::{ViewKeys, ViewKeysError};
