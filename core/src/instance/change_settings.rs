use super::{
    BadInstanceSetting, Country, FrameOrigin, HostName, Instance, Instances, NationalLength, SettingsOutcome,
};
use crate::{
    access::{Action, Actor, Denied, View},
    store::StoreError,
    text::{Code, Coded, Language},
    trace::traced,
};
use jiff::tz::TimeZone;
use std::sync::Arc;

/// What an administrator may change of an instance.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceSettings {
    /// The hosts that it answers.
    pub hosts: Vec<HostName>,
    /// Its time zone.
    pub time_zone: TimeZone,
    /// Its language.
    pub language: Language,
    /// Its country.
    pub country: Country,
    /// Its national phone number's length.
    pub national_length: NationalLength,
    /// The pages that may show it in a frame.
    pub frame_origins: Vec<FrameOrigin>,
    /// How many days its record of activity is kept.
    pub activity_days: ActivityDays,
}

impl InstanceSettings {
    /// Those of an instance.
    #[must_use]
    pub fn of(instance: &Instance) -> Self {
        Self {
            hosts: instance.hosts.clone(),
            time_zone: instance.time_zone.clone(),
            language: instance.language,
            country: instance.country,
            national_length: instance.national_length,
            frame_origins: instance.frame_origins.clone(),
            activity_days: instance.activity_days,
        }
    }
}

/// How many days a record of activity is kept: 1 to 3,650.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActivityDays(u16);

impl ActivityDays {
    /// A number of days.
    ///
    /// # Errors
    /// [`BadInstanceSetting::ActivityDays`] for fewer than 1 and more than 3,650.
    pub const fn new(days: u16) -> Result<Self, BadInstanceSetting> {
        match days {
            1..=3_650 => Ok(Self(days)),
            _ => Err(BadInstanceSetting::ActivityDays),
        }
    }

    /// The number.
    #[must_use]
    pub const fn days(self) -> u16 {
        self.0
    }
}

impl Default for ActivityDays {
    /// Three months.
    fn default() -> Self {
        Self(90)
    }
}

/// Changes the settings of the actor's instance.
#[derive(Clone)]
pub struct ChangeSettings {
    instances: Arc<dyn Instances>,
}

/// Why settings stay as they are.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChangeSettingsError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// The host by which the actor came is not among the new ones: nobody could come back.
    #[error("the hosts do not name the one by which the actor came")]
    OwnHostMissing,
    /// One of the hosts is another instance's.
    #[error("one of the hosts is taken")]
    HostTaken,
    /// More than [`FrameOrigin::MOST`].
    #[error("there are more than 20 origins")]
    TooManyOrigins,
    /// Somebody else changed them meanwhile.
    #[error("somebody else changed the settings meanwhile")]
    Stale,
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for ChangeSettingsError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::OwnHostMissing => Code::OwnHostMissing,
            Self::HostTaken => Code::HostTaken,
            Self::TooManyOrigins => Code::TooManyOrigins,
            Self::Stale => Code::RecordStale,
            Self::Store(error) => error.code(),
        }
    }
}

impl ChangeSettings {
    pub(crate) fn new(instances: Arc<dyn Instances>) -> Self {
        Self { instances }
    }

    /// Changes them in the state that the actor saw. `by` is the host by which the actor came.
    ///
    /// # Errors
    /// See [`ChangeSettingsError`].
    pub async fn run(
        &self,
        actor: &Actor,
        by: &HostName,
        seen: i64,
        settings: InstanceSettings,
    ) -> Result<(), ChangeSettingsError> {
        traced!(
            "change_settings",
            &actor.visit().correlation,
            self.work(actor, by, seen, settings)
        )
        .await
    }

    async fn work(
        &self,
        actor: &Actor,
        by: &HostName,
        seen: i64,
        settings: InstanceSettings,
    ) -> Result<(), ChangeSettingsError> {
        actor.require(View::Instance, Action::Edit)?;
        let instance = actor.instance();
        // Without any host it answers all of them only as long as it is alone, which is not its administrator's to know.
        let none_before = instance.hosts.is_empty() && settings.hosts.is_empty();
        if !none_before && !settings.hosts.contains(by) {
            return Err(ChangeSettingsError::OwnHostMissing);
        }
        if settings.frame_origins.len() > FrameOrigin::MOST {
            return Err(ChangeSettingsError::TooManyOrigins);
        }
        // Phone numbers are found by the length that they were kept under: the records are gone through after this.
        let reindex = instance.reindexing || settings.national_length != instance.national_length;
        match self
            .instances
            .change(instance.id, seen, settings, reindex)
            .await?
        {
            SettingsOutcome::Done => Ok(()),
            SettingsOutcome::Stale => Err(ChangeSettingsError::Stale),
            SettingsOutcome::HostTaken => Err(ChangeSettingsError::HostTaken),
        }
    }
}
