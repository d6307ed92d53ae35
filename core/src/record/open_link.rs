use super::{
    ContactQuery, FoundRecords, InteractionRef, NewInteraction, PageRequest, PageSize, RecordRef, Search,
    SearchError, SearchRequest, Total,
};
use crate::{
    access::{Action, Actor, Admissions, LinkOpening},
    ambient::Clock,
    instance::{Activity, ActivityKind, ActivityLog, SearchTrace},
    link::{Link, SearchObject},
    store::StoreError,
    text::{Code, Coded},
    trace::traced,
};
use std::sync::Arc;

/// Opens a link for somebody who is signed in (the page's *Búsqueda de casos, cuentas y contactos* and
/// *Ingreso directo a registro para resultados únicos*).
#[derive(Clone)]
pub struct OpenLink {
    search: Search,
    admissions: Arc<dyn Admissions>,
    activity: Arc<dyn ActivityLog>,
    clock: Arc<dyn Clock>,
}

/// What a link opened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "one is made for each link that is opened, and is taken apart at once"
)]
pub enum Opened {
    /// Exactly one record was found.
    Record(RecordRef),
    /// None or several were found, or nothing was searched for.
    Search(SearchView),
}

/// The search view that a link opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchView {
    /// What stands in the box.
    pub request: SearchRequest,
    /// The first page of what was found.
    pub found: FoundRecords,
    /// When nothing was found: what the link's next parameter would have found.
    pub lower: Option<LowerHit>,
    /// The interaction of the link, for what the agent does next.
    pub interaction: InteractionRef,
}

/// A search that the link did not ask for, and that would have found something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowerHit {
    /// The search.
    pub request: SearchRequest,
    /// How many it finds.
    pub total: Total,
}

/// Why a link was not opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenLinkError {
    /// The search was not made.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// A store did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for OpenLinkError {
    fn code(&self) -> Code {
        match self {
            Self::Search(error) => error.code(),
            Self::Store(error) => error.code(),
        }
    }
}

impl OpenLink {
    pub(crate) fn new(
        search: Search,
        admissions: Arc<dyn Admissions>,
        activity: Arc<dyn ActivityLog>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            search,
            admissions,
            activity,
            clock,
        }
    }

    /// Searches what the link asks for, keeps its interaction and what was opened, and says what to show.
    ///
    /// # Errors
    /// See [`OpenLinkError`].
    pub async fn run(&self, actor: &Actor, link: &Link) -> Result<Opened, OpenLinkError> {
        traced!("open_link", &actor.visit().correlation, self.work(actor, link)).await
    }

    async fn work(&self, actor: &Actor, link: &Link) -> Result<Opened, OpenLinkError> {
        let mut requests = requests(link);
        let request = requests
            .next()
            .unwrap_or_else(|| SearchRequest::Contacts(ContactQuery::default()));
        let nothing_asked = request == SearchRequest::Contacts(ContactQuery::default());
        let first_page = PageRequest::first(PageSize::default());
        let found = match self.search.run(actor, &request, first_page).await {
            Ok(found) => found,
            Err(error) => {
                self.activity
                    .record(self.line(actor, link, ActivityKind::LinkRefused, error.code(), None))
                    .await?;
                return Err(error.into());
            }
        };
        let trace = SearchTrace {
            object: request.object(),
            count: found.total().count,
        };
        let record = only_record(&found);
        let opening = LinkOpening {
            instance: actor.instance().id,
            session: actor.session(),
            interaction: NewInteraction::of(link, self.clock.now()),
            record: record.clone(),
            activity: self.line(
                actor,
                link,
                ActivityKind::LinkOpened,
                Code::Ok,
                (!nothing_asked).then_some(trace),
            ),
        };
        let interaction = self.admissions.opened(opening).await?;
        if let Some(record) = record {
            return Ok(Opened::Record(record));
        }
        let lower = if trace.count == 0 {
            self.lower(actor, requests).await
        } else {
            None
        };
        Ok(Opened::Search(SearchView {
            request,
            found,
            lower,
            interaction,
        }))
    }

    /// The first of the lower parameters that would have found something that the actor may see.
    async fn lower(&self, actor: &Actor, requests: impl Iterator<Item = SearchRequest>) -> Option<LowerHit> {
        for request in requests {
            if !actor.may(request.object().view(), Action::See) {
                continue;
            }
            // A hint is not worth failing for.
            let page = PageRequest::first(PageSize::default());
            let Ok(found) = self.search.run(actor, &request, page).await else {
                return None;
            };
            if found.total().count > 0 {
                return Some(LowerHit {
                    request,
                    total: found.total(),
                });
            }
        }
        None
    }

    fn line(
        &self,
        actor: &Actor,
        link: &Link,
        kind: ActivityKind,
        outcome: Code,
        search: Option<SearchTrace>,
    ) -> Activity {
        Activity {
            instance: actor.instance().id,
            at: self.clock.now(),
            correlation: actor.visit().correlation.clone(),
            user: actor.user(),
            session: actor.session(),
            kind,
            outcome,
            platform: Some(link.platform().to_owned()),
            search,
        }
    }
}

/// What a link's parameters ask for, in the page's priority.
pub(super) fn requests(link: &Link) -> impl Iterator<Item = SearchRequest> {
    let criteria = link.criteria();
    criteria.searches().filter_map(move |search| {
        let text = search.value.unwrap_or_default().to_owned();
        match search.object {
            SearchObject::Case => Some(SearchRequest::Cases(text)),
            SearchObject::Account => Some(SearchRequest::Accounts(text)),
            SearchObject::Contact => Some(SearchRequest::Contacts(ContactQuery::of_link(link))),
            SearchObject::None => None,
        }
    })
}

pub(super) fn only_record(found: &FoundRecords) -> Option<RecordRef> {
    // A total that may not be all is not one.
    if found.total() != Total::counted(1) {
        return None;
    }
    match found {
        FoundRecords::Contacts(found) => found.items.first().map(|it| RecordRef::Contact(it.id.clone())),
        FoundRecords::Accounts(found) => found.items.first().map(|it| RecordRef::Account(it.id.clone())),
        FoundRecords::Cases(found) => found.items.first().map(|it| RecordRef::Case(it.number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::{MockAdmissions, Operator},
        ambient::Random,
        instance::{ActivityDays, Country, Instance, InstanceId, MockActivityLog, NationalLength},
        record::{Found, InteractionRef, MockCases, MockRecords},
        text::Language,
    };
    use jiff::{Timestamp, tz::TimeZone};

    struct Zeros;

    impl Random for Zeros {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    impl Clock for Zeros {
        fn now(&self) -> Timestamp {
            Timestamp::UNIX_EPOCH
        }
    }

    fn operator() -> Actor {
        let instance = Instance {
            id: InstanceId(1),
            name: "uno".parse().unwrap(),
            hosts: Vec::new(),
            time_zone: TimeZone::UTC,
            language: Language::Spanish,
            country: Country::CHILE,
            national_length: NationalLength::default(),
            frame_origins: Vec::new(),
            activity_days: ActivityDays::default(),
            reindexing: false,
            version: 1,
        };
        Operator::of_this_installation(&Zeros).at(Arc::new(instance))
    }

    #[tokio::test]
    async fn a_store_that_fails_while_the_hint_is_looked_for_does_not_close_the_link() {
        let mut records = MockRecords::new();
        let nothing = |_, _: &_, page: PageRequest| Ok(Found::nothing(page.size));
        records.expect_find_accounts().times(1).returning(nothing);
        records
            .expect_find_contacts()
            .times(1)
            .returning(|_, _, _| Err(StoreError::Unavailable(None)));
        let mut admissions = MockAdmissions::new();
        let reference = |_| Ok(InteractionRef("7".to_owned()));
        admissions.expect_opened().times(1).returning(reference);
        let mut activity = MockActivityLog::new();
        activity.expect_record().never();
        let search = Search::new(Arc::new(records), Arc::new(MockCases::new()));
        let open_link = OpenLink::new(search, Arc::new(admissions), Arc::new(activity), Arc::new(Zeros));
        let link = br#"/integracionview/genesys/chat/1/{"empresa":"x","contacto":"y"}"#;
        let opened = open_link
            .run(&operator(), &Link::parse(link).unwrap())
            .await
            .unwrap();
        let Opened::Search(view) = opened else {
            panic!("a record was opened")
        };
        assert_eq!(
            (view.lower, view.interaction),
            (None, InteractionRef("7".to_owned()))
        );
    }
}
