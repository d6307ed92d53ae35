use super::{
    Account, AccountDetails, AccountFile, AccountId, Case, CaseNumber, Contact, ContactDetails, ContactFile,
    ContactId, Found, InteractionRef, NewCase, PageRequest, PageSize, SearchIndex, SearchPlan, Stage,
    Subject,
};
use crate::{
    instance::{InstanceId, NationalLength},
    link::Channel,
    store::StoreResult,
};
use async_trait::async_trait;
use jiff::Timestamp;

/// The contacts and accounts: the port that somebody with a CRM of their own replaces.
///
/// A contact may belong to several accounts. Keys are opaque text and never used again; the order of age is
/// the order in which records were made.
///
/// # Contract
/// - `a_made_contact_is_read_back`, `a_made_account_is_read_back`: every field as it was given.
/// - `another_instance_sees_nothing`: by no method, and whatever the keys.
/// - `an_exact_match_hides_the_partial_ones`: the first stage that finds anything has all the results.
/// - `each_field_is_searched_by_its_own_criterion`: and not by another's.
/// - `more_matched_fields_come_first_then_the_oldest`: in both stages.
/// - `words_match_by_their_beginnings_in_any_order`: all of them in one name.
/// - `a_part_of_a_field_is_found`: of three characters or more, of each field.
/// - `wildcards_are_letters`: `%`, `_`, `*`, quotes and backslashes match themselves alone.
/// - `pages_are_stable_and_do_not_overlap`: and one behind the last is the last.
/// - `totals_are_exact_up_to_a_thousand`: beyond, they say so.
/// - `a_search_finds_what_the_plan_scores`: whatever the records, the same as [`SearchPlan::score`] tells.
/// - `an_identifier_means_the_oldest_record_that_has_it`: the whole of it, by its normal form; each of many by itself.
/// - `an_edited_record_is_found_by_its_new_values_alone`.
/// - `an_edit_of_an_old_version_is_stale`: and changes nothing.
/// - `an_edit_of_nothing_is_unknown`.
/// - `an_upsert_makes_then_keeps_then_changes`: by the identifier, of the oldest record that has it; also when many
///   come at once.
/// - `the_same_values_under_another_index_are_found_by_it`: and by the one before no more; that is no change of the
///   record.
/// - `a_tie_is_made_once_and_ended_once`: seen from both sides, the oldest record first; between records that are
///   not there, unknown.
/// - `many_ties_of_one_call_are_decided_one_after_the_other`: the same one twice, one that is there already, and one that
///   ends again.
/// - `all_contacts_are_walked_through_by_age`: each once, however many at a time.
/// - `changes_are_kept_together_and_answered_in_order`: each sees those before it; one that does nothing hinders
///   no other; nobody sees some of a call's changes without the rest, and a call that is dropped does all or nothing.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait Records: Send + Sync {
    /// Contacts that match the plan, the best first.
    async fn find_contacts(
        &self,
        instance: InstanceId,
        plan: &SearchPlan,
        page: PageRequest,
    ) -> StoreResult<Found<Contact>>;
    /// Accounts that match the plan, the best first.
    async fn find_accounts(
        &self,
        instance: InstanceId,
        plan: &SearchPlan,
        page: PageRequest,
    ) -> StoreResult<Found<Account>>;
    /// The oldest contact that has an identifier, for each of some, which are in their normal form
    /// ([`SearchIndex::identifier`]): what the rows of an import name. Unless a port knows a quicker way, each is
    /// searched.
    async fn identified_contacts(
        &self,
        instance: InstanceId,
        identifiers: Vec<String>,
    ) -> StoreResult<Vec<Option<ContactId>>> {
        let mut identified = Vec::with_capacity(identifiers.len());
        for identifier in identifiers {
            let plan = SearchPlan::identifier(&identifier);
            let page = PageRequest::first(PageSize::Ten);
            let found = self.find_contacts(instance, &plan, page).await?.items;
            // An identifier's form does not depend on the length of national numbers.
            let has_it =
                |it: &Contact| plan.score_contact(Stage::Exact, &it.details, NationalLength::default());
            let oldest = found.into_iter().find(|it| has_it(it).is_some());
            identified.push(oldest.map(|it| it.id));
        }
        Ok(identified)
    }
    /// The same of accounts.
    async fn identified_accounts(
        &self,
        instance: InstanceId,
        identifiers: Vec<String>,
    ) -> StoreResult<Vec<Option<AccountId>>> {
        let mut identified = Vec::with_capacity(identifiers.len());
        for identifier in identifiers {
            let plan = SearchPlan::identifier(&identifier);
            let page = PageRequest::first(PageSize::Ten);
            let found = self.find_accounts(instance, &plan, page).await?.items;
            let has_it =
                |it: &Account| plan.score_account(Stage::Exact, &it.details, NationalLength::default());
            let oldest = found.into_iter().find(|it| has_it(it).is_some());
            identified.push(oldest.map(|it| it.id));
        }
        Ok(identified)
    }
    /// A contact with a page of its accounts.
    async fn contact(
        &self,
        instance: InstanceId,
        id: &ContactId,
        accounts: PageRequest,
    ) -> StoreResult<Option<ContactFile>>;
    /// An account with a page of its contacts.
    async fn account(
        &self,
        instance: InstanceId,
        id: &AccountId,
        contacts: PageRequest,
    ) -> StoreResult<Option<AccountFile>>;
    /// Makes changes, all of them in one transaction; answers what became of each.
    async fn save(&self, instance: InstanceId, changes: Vec<RecordChange>) -> StoreResult<Vec<Saved>>;
    /// The contacts behind one, by age; from the oldest on when there is none.
    async fn contacts_after(
        &self,
        instance: InstanceId,
        after: Option<ContactId>,
        most: u32,
    ) -> StoreResult<Vec<Contact>>;
}

/// A change of contacts and accounts.
#[derive(Clone, Debug)]
pub enum RecordChange {
    /// Makes a contact.
    MakeContact(ContactDetails, SearchIndex),
    /// Edits the contact whose state is of that version.
    EditContact(ContactId, i64, ContactDetails, SearchIndex),
    /// Makes a contact, or edits the one that has the same identifier.
    UpsertContact(ContactDetails, SearchIndex),
    /// Makes an account.
    MakeAccount(AccountDetails, SearchIndex),
    /// Edits the account whose state is of that version.
    EditAccount(AccountId, i64, AccountDetails, SearchIndex),
    /// Makes an account, or edits the one that has the same identifier.
    UpsertAccount(AccountDetails, SearchIndex),
    /// Lets a contact belong to an account.
    Tie(ContactId, AccountId),
    /// Lets it belong no more.
    Untie(ContactId, AccountId),
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// A record of that key was made.
    Made(String),
    /// The record of that key, or the tie, was changed.
    Changed(String),
    /// Everything was so already: the record of that key, or the tie.
    Same(String),
    /// The record was changed by somebody else since that version: nothing was done.
    Stale,
    /// There is no such record: nothing was done.
    Unknown,
}

/// The cases.
///
/// # Contract
/// - `a_made_case_is_read_back`: with its interaction, in full; moments to the millisecond. The keys of contacts,
///   accounts, interactions and users are other ports' and are kept as they are, whatever they look like.
/// - `another_instance_sees_no_case`: and its numbers are its own.
/// - `one_interaction_makes_one_case`: whoever comes second with its reference gets the case that is there,
///   unchanged, also when many come at once; without an interaction every call makes one.
/// - `numbers_of_a_day_are_a_sequence_without_repeats`: from 000000 on, also when many come at once.
/// - `a_full_day_is_a_conflict`: but the case that an interaction has already is still answered.
/// - `an_import_is_idempotent`: a number that is there is kept as it is when nothing but the moment differs, else
///   changed; its moment, its interaction and its maker stay. What is answered tells the number.
/// - `many_cases_of_one_import_are_decided_one_after_the_other`: of many days, some there already, the same number twice;
///   also when many come at once.
/// - `after_an_import_the_sequence_goes_on_behind_the_highest`: of each day.
/// - `cases_are_listed_newest_first`: of a contact, of an account, of the instance; the newest has the highest
///   number, so an imported case is as old as its number says.
#[cfg_attr(test, mockall::automock)]
#[async_trait]
pub trait Cases: Send + Sync {
    /// The case of that number.
    async fn case(&self, instance: InstanceId, number: CaseNumber) -> StoreResult<Option<Case>>;
    /// Cases, the newest first.
    async fn cases(&self, instance: InstanceId, of: &CasesOf, page: PageRequest) -> StoreResult<Found<Case>>;
    /// Makes a case, or answers the one that its interaction has already.
    async fn create(&self, instance: InstanceId, new: NewCase) -> StoreResult<CaseCreation>;
    /// Brings cases in under the numbers that they have elsewhere, in one transaction; answers what became of
    /// each.
    async fn import(&self, instance: InstanceId, cases: Vec<CaseImport>) -> StoreResult<Vec<Saved>>;
}

/// Whose cases are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CasesOf {
    /// An interaction's, which has one at most.
    Interaction(InteractionRef),
    /// A contact's.
    Contact(ContactId),
    /// An account's.
    Account(AccountId),
    /// Everybody's.
    Everybody,
}

/// What became of a case to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseCreation {
    /// The case.
    pub case: Case,
    /// Whether it was made now.
    pub made: bool,
}

/// A case to bring in.
#[derive(Clone, Debug)]
pub struct CaseImport {
    /// Its number.
    pub number: CaseNumber,
    /// Whose it is.
    pub contact: ContactId,
    /// The account that it is about, if any.
    pub account: Option<AccountId>,
    /// The channel, if it is known.
    pub channel: Option<Channel>,
    /// What it is about.
    pub subject: Subject,
    /// When it is brought in.
    pub at: Timestamp,
}

/// How far imports have come, so that one that was interrupted goes on where it stood. An import is known by its key
/// in its instance from its beginning until it is forgotten.
///
/// # Contract
/// - `an_import_goes_on_behind_what_was_noted`: one that is new has no rows; each has its own count, and other keys
///   theirs.
/// - `the_count_never_goes_back`: a note of fewer rows changes nothing, also when many come at once.
/// - `a_forgotten_import_is_new`: and a note that comes behind changes nothing until it is begun again.
/// - `what_was_left_too_long_ago_is_new`: by the moment of its last note, or of its beginning where there is none.
/// - `another_instance_has_imports_of_its_own`.
#[async_trait]
pub trait ImportJournal: Send + Sync {
    /// Begins an import, or goes on with one; answers how many of its rows were brought in before. The instance's
    /// imports that were left before `left_before` are forgotten first.
    async fn begin(
        &self,
        instance: InstanceId,
        import: ImportKey,
        at: Timestamp,
        left_before: Timestamp,
    ) -> StoreResult<u64>;
    /// Notes how many of its rows, counted from its first, are brought in by then.
    async fn note(
        &self,
        instance: InstanceId,
        import: ImportKey,
        rows: u64,
        at: Timestamp,
    ) -> StoreResult<()>;
    /// Forgets an import.
    async fn forget(&self, instance: InstanceId, import: ImportKey) -> StoreResult<()>;
}

/// What an import is known by: a digest of its rows and of what they are. The same rows, brought in again, are the
/// same import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImportKey(pub [u8; 32]);
