//! Named parameters of an instance (the page's *Otros > Parámetros*).
//!
//! Some of them are secrets: they are sealed before they are kept, and nobody is shown them again.

mod delete;
mod error;
mod list;
mod parameter;
mod ports;
mod save;

pub use delete::DeleteParameter;
pub use error::ParameterError;
pub use list::ListParameters;
pub use parameter::{BadParameter, ParameterName, ParameterValue, SHOWN_SECRET, ShownParameter};
pub use ports::{KeptParameter, ParameterOutcome, Parameters};
pub use save::SaveParameter;
