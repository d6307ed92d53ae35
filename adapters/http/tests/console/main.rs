//! The console's views through the whole router, over the ports in memory.
#![allow(
    clippy::unwrap_used,
    reason = "a test stops where something is not as it should be"
)]

mod admin_activity;
mod admin_groups;
mod admin_links;
mod admin_parameters;
mod admin_roles;
mod admin_settings;
mod admin_users;
mod cases;
mod escaping;
mod languages;
mod records;
mod searches;
mod temporary_passwords;
mod world;
