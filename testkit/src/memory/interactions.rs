use super::Kept;
use ba360_core::{
    access::{LinkOpening, SessionKey},
    instance::InstanceId,
    record::{
        ContactQuery, Interaction, InteractionRef, NewInteraction, RecordRef, WhichInteraction, normal,
    },
};

/// An interaction, with the platform as platforms are compared.
pub(super) struct InteractionRow {
    instance: InstanceId,
    compared: String,
    interaction: Interaction,
    contact: ContactQuery,
}

/// A record that a link opened.
pub(super) struct OpeningRow {
    instance: InstanceId,
    session: SessionKey,
    record: RecordRef,
    interaction: InteractionRef,
}

impl Kept {
    /// Keeps an interaction once, as its newest link tells it.
    pub(super) fn keep_interaction(&mut self, instance: InstanceId, new: NewInteraction) -> InteractionRef {
        let compared = new.platform_compared();
        let same = |row: &&mut InteractionRow| {
            row.instance == instance && row.compared == compared && row.interaction.id == new.id
        };
        if let Some(row) = self.interactions.iter_mut().find(same) {
            row.interaction.channel = new.channel;
            row.contact = new.contact;
            return row.interaction.reference.clone();
        }
        let reference = InteractionRef(format!("i{}", self.interactions.len() + 1));
        self.interactions.push(InteractionRow {
            instance,
            compared,
            interaction: Interaction {
                reference: reference.clone(),
                platform: new.platform,
                channel: new.channel,
                id: new.id,
            },
            contact: new.contact,
        });
        reference
    }

    /// Keeps what a link opened.
    pub(super) fn keep_opening(&mut self, opening: LinkOpening) -> InteractionRef {
        let LinkOpening {
            instance,
            session,
            interaction,
            record,
            activity,
        } = opening;
        let reference = self.keep_interaction(instance, interaction);
        if let Some((session, record)) = session.zip(record) {
            self.openings.push(OpeningRow {
                instance,
                session,
                record,
                interaction: reference.clone(),
            });
        }
        self.activity.push(activity);
        reference
    }

    /// One interaction of an instance.
    pub(super) fn interaction(
        &self,
        instance: InstanceId,
        which: &WhichInteraction,
    ) -> Option<(Interaction, ContactQuery)> {
        let reference = match which {
            WhichInteraction::Known(reference) => reference,
            WhichInteraction::Named(platform, id) => {
                let compared = normal::fold_case(platform.as_str());
                let named = |row: &&InteractionRow| {
                    row.instance == instance && row.compared == compared && row.interaction.id == *id
                };
                &self.interactions.iter().find(named)?.interaction.reference
            }
            WhichInteraction::LastToOpen { record, session } => {
                let opened = |row: &&OpeningRow| {
                    row.instance == instance && row.session == *session && row.record == *record
                };
                &self.openings.iter().rev().find(opened)?.interaction
            }
        };
        let known =
            |row: &&InteractionRow| row.instance == instance && row.interaction.reference == *reference;
        self.interactions
            .iter()
            .find(known)
            .map(|row| (row.interaction.clone(), row.contact.clone()))
    }
}
