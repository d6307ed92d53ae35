use super::Memory;
use async_trait::async_trait;
use ba360_core::{instance::Installation, seal::SealedText, store::StoreResult};

#[async_trait]
impl Installation for Memory {
    async fn keep_seal_check(&self, sealed: SealedText) -> StoreResult<SealedText> {
        Ok(self.kept().seal_check.get_or_insert(sealed).clone())
    }

    async fn seal_check(&self) -> StoreResult<Option<SealedText>> {
        Ok(self.kept().seal_check.clone())
    }
}
