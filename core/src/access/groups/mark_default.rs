use super::{GroupError, GroupId, Groups};
use crate::{
    access::{Action, Actor, View},
    trace::traced,
};
use std::sync::Arc;

/// Marks the group that users get into whom external systems bring.
#[derive(Clone)]
pub struct MarkDefaultGroup {
    groups: Arc<dyn Groups>,
}

impl MarkDefaultGroup {
    pub(crate) fn new(groups: Arc<dyn Groups>) -> Self {
        Self { groups }
    }

    /// Marks a group, or none: then they are made without a group.
    ///
    /// # Errors
    /// See [`GroupError`].
    pub async fn run(&self, actor: &Actor, id: Option<GroupId>) -> Result<(), GroupError> {
        traced!("mark_default_group", &actor.visit().correlation, async {
            actor.require(View::Groups, Action::Edit)?;
            match self.groups.mark_default(actor.instance().id, id).await? {
                true => Ok(()),
                false => Err(GroupError::Unknown),
            }
        })
        .await
    }
}
