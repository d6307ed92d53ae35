//! An instance: one company with its hosts, its settings and its record of activity.

mod activity;
mod create;
mod find;
mod ports;
mod refuse_link;
mod types;

pub use activity::{Activity, ActivityKind, CorrelationId, SearchTrace};
pub use create::{CreateInstance, CreateInstanceError, NewInstance};
pub use find::{FindInstance, FindInstanceError};
#[cfg(test)]
pub(crate) use ports::MockActivityLog;
pub use ports::{ActivityLog, Instances};
pub use refuse_link::RefuseLink;
pub use types::{
    BadInstanceSetting, Country, HostName, Instance, InstanceId, InstanceName, NationalLength, Visit,
};
