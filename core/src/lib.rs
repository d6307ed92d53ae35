//! The rules of Be Aware 360's integrations.

pub mod link;
pub mod text;
