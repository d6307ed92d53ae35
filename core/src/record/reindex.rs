use super::{Contact, ContactId, RecordChange, Records, SearchIndex};
use crate::{
    access::Operator,
    instance::{Instance, InstanceId, Instances, NationalLength},
    store::StoreError,
    trace::traced,
};
use std::sync::Arc;

/// How many contacts are gone through by one transaction: few enough that an agent who saves does not wait.
const AT_ONCE: u32 = 200;

/// Lets contacts be found by their instance's national length after it has changed.
#[derive(Clone)]
pub struct Reindex {
    records: Arc<dyn Records>,
    instances: Arc<dyn Instances>,
}

impl Reindex {
    pub(crate) fn new(records: Arc<dyn Records>, instances: Arc<dyn Instances>) -> Self {
        Self { records, instances }
    }

    /// Goes through the contacts of every instance that is marked; answers how many there were. Whatever stops it, the
    /// mark stays, and the next run begins anew. Two that run at once do the same twice.
    ///
    /// # Errors
    /// [`StoreError`] when a store did not do it.
    pub async fn run(&self, operator: &Operator) -> Result<u64, StoreError> {
        traced!("reindex", operator.correlation(), self.work()).await
    }

    async fn work(&self) -> Result<u64, StoreError> {
        let mut count = 0;
        for instance in self.instances.all().await? {
            if instance.reindexing {
                count += self.instance(&instance).await?;
                self.instances.reindexed(instance.id, instance.version).await?;
            }
        }
        Ok(count)
    }

    async fn instance(&self, instance: &Instance) -> Result<u64, StoreError> {
        let (mut after, mut count) = (None::<ContactId>, 0);
        let mut length = instance.national_length;
        loop {
            let contacts = self.records.contacts_after(instance.id, after, AT_ONCE).await?;
            let Some(last) = contacts.last() else {
                return Ok(count);
            };
            after = Some(last.id.clone());
            count += contacts.len() as u64;
            loop {
                self.save(instance.id, &contacts, length).await?;
                // It may have changed again, and another server may have gone through these for it already.
                let now = self.instances.by_name(&instance.name).await?;
                let now = now.map_or(length, |now| now.national_length);
                if now == length {
                    break;
                }
                length = now;
            }
        }
    }

    /// Whoever changes a contact meanwhile does so by the new length already.
    async fn save(
        &self,
        instance: InstanceId,
        contacts: &[Contact],
        length: NationalLength,
    ) -> Result<(), StoreError> {
        let changes = contacts.iter().cloned().map(|it| {
            let index = SearchIndex::of_contact(&it.details, length);
            RecordChange::EditContact(it.id, it.version, it.details, index)
        });
        self.records.save(instance, changes.collect()).await.map(drop)
    }
}
