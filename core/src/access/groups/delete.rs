use super::{GroupError, GroupId, Groups};
use crate::{
    access::{Action, Actor, View},
    trace::traced,
};
use std::sync::Arc;

/// Removes groups that nobody is in.
#[derive(Clone)]
pub struct DeleteGroup {
    groups: Arc<dyn Groups>,
}

impl DeleteGroup {
    pub(crate) fn new(groups: Arc<dyn Groups>) -> Self {
        Self { groups }
    }

    /// Removes the group in the state that the actor saw. The default mark goes with it.
    ///
    /// # Errors
    /// See [`GroupError`].
    pub async fn run(&self, actor: &Actor, id: GroupId, version: i64) -> Result<(), GroupError> {
        traced!("delete_group", &actor.visit().correlation, async {
            actor.require(View::Groups, Action::Delete)?;
            let outcome = self.groups.delete(actor.instance().id, id, version).await?;
            outcome.done().map(drop)
        })
        .await
    }
}
