use super::{ContactQuery, RecordRef, normal};
use crate::{
    access::SessionKey,
    link::{Channel, InteractionId, Link, Platform},
};
use jiff::Timestamp;
use std::fmt;

/// An interaction's key: opaque text, made by the [`Admissions`](crate::access::Admissions) port.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InteractionRef(pub String);

impl fmt::Display for InteractionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One interaction of the calling platform: a call, a chat. However often its links are opened, and by
/// whomever, it is the same one.
#[derive(Clone, PartialEq, Eq)]
pub struct Interaction {
    /// Its key.
    pub reference: InteractionRef,
    /// The platform, as its first link wrote it.
    pub platform: Platform,
    /// The channel of its newest link.
    pub channel: Channel,
    /// The platform's own id for it.
    pub id: InteractionId,
}

impl fmt::Debug for Interaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interaction")
            .field("reference", &self.reference)
            .finish_non_exhaustive()
    }
}

/// The interaction of a link that is being opened.
#[derive(Clone, PartialEq, Eq)]
pub struct NewInteraction {
    /// The platform, as the link writes it.
    pub platform: Platform,
    /// The channel.
    pub channel: Channel,
    /// The platform's own id for it.
    pub id: InteractionId,
    /// What the link says of the contact, whatever the link searches: a new contact is filled in from it.
    pub contact: ContactQuery,
    /// When the link was opened.
    pub at: Timestamp,
}

impl NewInteraction {
    /// The interaction of a link.
    #[must_use]
    pub fn of(link: &Link, at: Timestamp) -> Self {
        Self {
            platform: link.platform_kept(),
            channel: link.channel(),
            id: link.interaction_id_kept(),
            contact: ContactQuery::of_link(link),
            at,
        }
    }

    /// The platform as platforms are compared: without case.
    #[must_use]
    pub fn platform_compared(&self) -> String {
        normal::fold_case(self.platform.as_str())
    }
}

impl fmt::Debug for NewInteraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewInteraction")
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}

/// Which interaction is meant.
#[derive(Clone, Debug)]
pub enum WhichInteraction {
    /// The one of that key.
    Known(InteractionRef),
    /// The one that a platform has under that id.
    Named(Platform, InteractionId),
    /// The one whose link was the last to open that record in that session.
    LastToOpen {
        /// The record.
        record: RecordRef,
        /// The session.
        session: SessionKey,
    },
}
