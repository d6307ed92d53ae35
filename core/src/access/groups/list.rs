use super::{Group, GroupError, GroupId, Groups};
use crate::{
    access::{Action, Actor, View, pages::all_pages},
    record::{Found, PageRequest},
    trace::traced,
};
use std::sync::Arc;

/// Lists groups and shows one.
#[derive(Clone)]
pub struct ListGroups {
    groups: Arc<dyn Groups>,
}

impl ListGroups {
    pub(crate) fn new(groups: Arc<dyn Groups>) -> Self {
        Self { groups }
    }

    /// A page of the groups whose name holds a text, by name.
    ///
    /// # Errors
    /// [`GroupError::Denied`], [`GroupError::Store`].
    pub async fn run(
        &self,
        actor: &Actor,
        text: &str,
        page: PageRequest,
    ) -> Result<Found<Group>, GroupError> {
        traced!("list_groups", &actor.visit().correlation, async {
            actor.require(View::Groups, Action::See)?;
            Ok::<_, GroupError>(self.groups.list(actor.instance().id, text, page).await?)
        })
        .await
    }

    /// One group.
    ///
    /// # Errors
    /// [`GroupError::Denied`], [`GroupError::Unknown`], [`GroupError::Store`].
    pub async fn one(&self, actor: &Actor, id: GroupId) -> Result<Group, GroupError> {
        traced!("view_group", &actor.visit().correlation, async {
            actor.require(View::Groups, Action::See)?;
            let group = self.groups.by_id(actor.instance().id, id).await?;
            group.ok_or(GroupError::Unknown)
        })
        .await
    }

    /// The first thousand groups by name, for whoever chooses one for a user.
    ///
    /// # Errors
    /// [`GroupError::Denied`], [`GroupError::Store`].
    pub async fn to_choose(&self, actor: &Actor) -> Result<Vec<Group>, GroupError> {
        traced!("groups_to_choose", &actor.visit().correlation, async {
            actor.require(View::Users, Action::See)?;
            Ok::<_, GroupError>(all_pages(|page| self.groups.list(actor.instance().id, "", page)).await?)
        })
        .await
    }
}
