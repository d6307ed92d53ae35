use super::{
    Object, PageRequest, PageSize, RecordRef, Search,
    open_link::{only_record, requests},
};
use crate::{
    access::{Action, Actor, Denied, View},
    link::{Explanation, Format, Link},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};

/// Reads links as the console would, without opening them (the page's *Otros > Inspector de enlaces*).
#[derive(Clone)]
pub struct InspectLinks {
    search: Search,
}

/// A link that was inspected.
#[derive(Clone)]
pub struct InspectedLink {
    /// How it is read.
    pub explanation: Explanation,
    /// What it would open; `None` when it cannot be read.
    pub opens: Option<WouldOpen>,
    /// The link of the new format, where it is of the earlier one.
    pub migrated: Option<String>,
}

/// What a link would open for whoever asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WouldOpen {
    /// This record.
    Record(RecordRef),
    /// The search view of an object, with so many results.
    Search {
        /// The object.
        object: Object,
        /// How many, 1,000 at the most.
        count: u32,
        /// Whether that is all.
        exact: bool,
    },
    /// The empty search of contacts: the link asks for nothing.
    Nothing,
    /// Nothing, for this reason.
    Refused(Code),
}

/// Why links are not inspected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InspectLinksError {
    /// The actor may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There are more than [`InspectLinks::MOST`].
    #[error("there are more than 200 links")]
    TooMany,
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for InspectLinksError {
    fn code(&self) -> Code {
        match self {
            Self::Denied(denied) => denied.code(),
            Self::TooMany => Code::TooManyLinks,
            Self::Store(error) => error.code(),
        }
    }
}

impl InspectLinks {
    /// How many links are inspected at once at the most.
    pub const MOST: usize = 200;

    pub(crate) fn new(search: Search) -> Self {
        Self { search }
    }

    /// Inspects the links, one a line; blank lines are passed over. Nothing is kept: no interaction, no activity.
    ///
    /// # Errors
    /// See [`InspectLinksError`].
    pub async fn run(&self, actor: &Actor, lines: &str) -> Result<Vec<InspectedLink>, InspectLinksError> {
        traced!(
            "inspect_links",
            &actor.visit().correlation,
            self.work(actor, lines)
        )
        .await
    }

    async fn work(&self, actor: &Actor, lines: &str) -> Result<Vec<InspectedLink>, InspectLinksError> {
        actor.require(View::LinkInspector, Action::See)?;
        let links: Vec<&str> = lines.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
        if links.len() > Self::MOST {
            return Err(InspectLinksError::TooMany);
        }
        let mut inspected = Vec::with_capacity(links.len());
        for input in links {
            let explanation = Explanation::of(input.as_bytes(), actor.instance().language);
            let link = Link::parse(input.as_bytes()).ok();
            let opens = match &link {
                Some(link) => Some(self.would_open(actor, link).await?),
                None => None,
            };
            let migrated = link
                .filter(|link| link.format() == Format::Legacy)
                // No token is shown.
                .map(|link| link.without_token().migrate().link.to_target());
            inspected.push(InspectedLink {
                explanation,
                opens,
                migrated,
            });
        }
        Ok(inspected)
    }

    async fn would_open(&self, actor: &Actor, link: &Link) -> Result<WouldOpen, StoreError> {
        let Some(request) = requests(link).next() else {
            return Ok(WouldOpen::Nothing);
        };
        let page = PageRequest::first(PageSize::default());
        match self.search.run(actor, &request, page).await {
            Ok(found) => Ok(match only_record(&found) {
                Some(record) => WouldOpen::Record(record),
                None => WouldOpen::Search {
                    object: request.object(),
                    count: found.total().count,
                    exact: found.total().exact,
                },
            }),
            Err(super::SearchError::Store(error)) => Err(error),
            Err(error) => Ok(WouldOpen::Refused(error.code())),
        }
    }
}
