//! An instance: one company with its hosts, its settings and its record of activity.

mod activity;
mod check_master_key;
mod create;
mod find;
mod ports;
mod refuse_link;
mod types;

pub use activity::{Activity, ActivityCount, ActivityFilter, ActivityKind, CorrelationId, SearchTrace};
pub use check_master_key::{CheckMasterKey, CheckMasterKeyError};
pub use create::{CreateInstance, CreateInstanceError, NewInstance};
pub use find::{FindInstance, FindInstanceError};
#[cfg(test)]
pub(crate) use ports::MockActivityLog;
pub use ports::{ActivityLog, Installation, Instances};
pub use refuse_link::RefuseLink;
pub use types::{
    BadInstanceSetting, Country, FrameOrigin, HostName, Instance, InstanceId, InstanceName, NationalLength,
    Visit,
};
