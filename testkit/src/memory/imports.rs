use super::{Kept, Memory};
use async_trait::async_trait;
use ba360_core::{
    instance::InstanceId,
    record::{ImportJournal, ImportKey},
    store::StoreResult,
};
use jiff::Timestamp;

/// An import that was begun and not forgotten.
pub(super) struct ImportRow {
    instance: InstanceId,
    key: ImportKey,
    rows: u64,
    noted_at: Timestamp,
}

impl Kept {
    fn import_begun(&mut self, instance: InstanceId, key: ImportKey) -> Option<&mut ImportRow> {
        self.imports
            .iter_mut()
            .find(|row| row.instance == instance && row.key == key)
    }
}

#[async_trait]
impl ImportJournal for Memory {
    async fn begin(
        &self,
        instance: InstanceId,
        key: ImportKey,
        at: Timestamp,
        left_before: Timestamp,
    ) -> StoreResult<u64> {
        let mut kept = self.kept();
        kept.imports
            .retain(|row| row.instance != instance || row.noted_at >= left_before);
        if let Some(row) = kept.import_begun(instance, key) {
            return Ok(row.rows);
        }
        kept.imports.push(ImportRow {
            instance,
            key,
            rows: 0,
            noted_at: at,
        });
        Ok(0)
    }

    async fn note(&self, instance: InstanceId, key: ImportKey, rows: u64, at: Timestamp) -> StoreResult<()> {
        if let Some(row) = self.kept().import_begun(instance, key)
            && row.rows < rows
        {
            (row.rows, row.noted_at) = (rows, at);
        }
        Ok(())
    }

    async fn forget(&self, instance: InstanceId, key: ImportKey) -> StoreResult<()> {
        self.kept()
            .imports
            .retain(|row| row.instance != instance || row.key != key);
        Ok(())
    }
}
