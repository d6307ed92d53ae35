//! The sessions of an instance, as an administrator sees and ends them.

mod end;
mod list;
mod ports;

pub use end::{EndSession, EndSessionError};
pub use list::{ListSessions, ListSessionsError};
pub use ports::{SessionRow, Sessions};
