//! An instance: one company with its hosts, its settings and its record of activity.

mod activity;
mod change_settings;
mod check_master_key;
mod create;
mod find;
mod forget_activity;
pub mod parameters;
mod ports;
mod refuse_link;
mod types;
mod view_activity;

pub use activity::{Activity, ActivityCount, ActivityFilter, ActivityKind, CorrelationId, SearchTrace};
pub use change_settings::{ActivityDays, ChangeSettings, ChangeSettingsError, InstanceSettings};
pub use check_master_key::{CheckMasterKey, CheckMasterKeyError};
pub use create::{CreateInstance, CreateInstanceError, NewInstance};
pub use find::{FindInstance, FindInstanceError};
pub use forget_activity::ForgetActivity;
#[cfg(test)]
pub(crate) use ports::MockActivityLog;
pub use ports::{ActivityLog, Installation, Instances, SettingsOutcome};
pub use refuse_link::RefuseLink;
pub use types::{
    BadInstanceSetting, Country, FrameOrigin, HostName, Instance, InstanceId, InstanceName, NationalLength,
    Visit,
};
pub use view_activity::{ActivityRow, DayOfOpenings, ViewActivity, ViewActivityError};
