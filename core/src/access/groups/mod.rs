//! Groups of users (the page's *Grupos*).

mod delete;
mod error;
mod list;
mod mark_default;
mod ports;
mod save;

pub use delete::DeleteGroup;
pub use error::GroupError;
pub use list::ListGroups;
pub use mark_default::MarkDefaultGroup;
pub use ports::{Group, GroupId, GroupOutcome, Groups};
pub use save::SaveGroup;
