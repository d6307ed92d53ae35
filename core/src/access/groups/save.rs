use super::{GroupError, GroupId, Groups};
use crate::{
    access::{Action, Actor, Label, View},
    trace::traced,
};
use std::sync::Arc;

/// Makes and renames groups.
#[derive(Clone)]
pub struct SaveGroup {
    groups: Arc<dyn Groups>,
}

impl SaveGroup {
    pub(crate) fn new(groups: Arc<dyn Groups>) -> Self {
        Self { groups }
    }

    /// Makes a group, or renames the one that is named in the state that the actor saw.
    ///
    /// # Errors
    /// See [`GroupError`].
    pub async fn run(
        &self,
        actor: &Actor,
        edit: Option<(GroupId, i64)>,
        name: &str,
    ) -> Result<GroupId, GroupError> {
        traced!("save_group", &actor.visit().correlation, async {
            let action = if edit.is_some() {
                Action::Edit
            } else {
                Action::Create
            };
            actor.require(View::Groups, action)?;
            let name = Label::new(name)?;
            self.groups.save(actor.instance().id, edit, name).await?.done()
        })
        .await
    }
}
