use crate::{
    access::{
        Admissions, AdmitLink, CreateAdmin, Enter, HashPassword, ResetPassword, SignIn, SignOut, Users,
    },
    ambient::{Clock, Random},
    instance::{ActivityLog, CreateInstance, FindInstance, Instances, RefuseLink},
    record::{
        Cases, CreateCase, Import, ImportJournal, ImportProgress, InteractionInView, OpenLink, Records,
        SaveAccount, SaveContact, Search, TieAccount, ViewAccount, ViewCase, ViewContact,
    },
    seal::Seal,
    token::{IssueToken, TokenSigner},
};
use std::sync::Arc;

/// Everything that the rules need from outside. Each port can be replaced on its own.
#[derive(Clone)]
pub struct Ports {
    /// Contacts and accounts.
    pub records: Arc<dyn Records>,
    /// Cases.
    pub cases: Arc<dyn Cases>,
    /// How far imports have come.
    pub imports: Arc<dyn ImportJournal>,
    /// Sessions and interactions.
    pub admissions: Arc<dyn Admissions>,
    /// Users.
    pub users: Arc<dyn Users>,
    /// Instances.
    pub instances: Arc<dyn Instances>,
    /// The record of activity.
    pub activity: Arc<dyn ActivityLog>,
    /// Password hashing.
    pub hasher: Arc<dyn HashPassword>,
    /// Token signing.
    pub tokens: Arc<dyn TokenSigner>,
    /// Sealing.
    pub seal: Arc<dyn Seal>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

/// The ports that keep things: what a storage adapter makes.
#[derive(Clone)]
pub struct Stores {
    /// Contacts and accounts.
    pub records: Arc<dyn Records>,
    /// Cases.
    pub cases: Arc<dyn Cases>,
    /// How far imports have come.
    pub imports: Arc<dyn ImportJournal>,
    /// Sessions and interactions.
    pub admissions: Arc<dyn Admissions>,
    /// Users.
    pub users: Arc<dyn Users>,
    /// Instances.
    pub instances: Arc<dyn Instances>,
    /// The record of activity.
    pub activity: Arc<dyn ActivityLog>,
}

/// The ports that keep nothing: secrets, time and randomness.
#[derive(Clone)]
pub struct Secrets {
    /// Password hashing.
    pub hasher: Arc<dyn HashPassword>,
    /// Token signing.
    pub tokens: Arc<dyn TokenSigner>,
    /// Sealing.
    pub seal: Arc<dyn Seal>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
}

impl Ports {
    /// The ports of a storage adapter and of a secrets adapter together.
    #[must_use]
    pub fn new(stores: Stores, secrets: Secrets) -> Self {
        let Stores {
            records,
            cases,
            imports,
            admissions,
            users,
            instances,
            activity,
        } = stores;
        let Secrets {
            hasher,
            tokens,
            seal,
            clock,
            random,
        } = secrets;
        Self {
            records,
            cases,
            imports,
            admissions,
            users,
            instances,
            activity,
            hasher,
            tokens,
            seal,
            clock,
            random,
        }
    }
}

/// The use cases, ready to run.
#[derive(Clone)]
pub struct App {
    /// Begins every request.
    pub enter: Enter,
    /// Signs in by password.
    pub sign_in: SignIn,
    /// Signs out.
    pub sign_out: SignOut,
    /// Lets in whoever a link's token names.
    pub admit_link: AdmitLink,
    /// Opens a link.
    pub open_link: OpenLink,
    /// Writes down a link that could not be read.
    pub refuse_link: RefuseLink,
    /// Searches.
    pub search: Search,
    /// Shows a contact.
    pub view_contact: ViewContact,
    /// Shows an account.
    pub view_account: ViewAccount,
    /// Shows a case.
    pub view_case: ViewCase,
    /// Tells the interaction behind a view.
    pub interaction_in_view: InteractionInView,
    /// Makes and edits contacts.
    pub save_contact: SaveContact,
    /// Makes and edits accounts.
    pub save_account: SaveAccount,
    /// Ties contacts to accounts.
    pub tie_account: TieAccount,
    /// Makes cases.
    pub create_case: CreateCase,
    /// Brings records in.
    pub import: Import,
    /// Keeps how far imports have come.
    pub import_progress: ImportProgress,
    /// Makes instances.
    pub create_instance: CreateInstance,
    /// Finds instances.
    pub find_instance: FindInstance,
    /// Makes administrators.
    pub create_admin: CreateAdmin,
    /// Resets passwords.
    pub reset_password: ResetPassword,
    /// Issues tokens.
    pub issue_token: IssueToken,
    /// Seals what travels through a browser.
    pub seal: Arc<dyn Seal>,
}

impl App {
    /// Gives every use case its ports.
    #[must_use]
    pub fn new(ports: Ports) -> Self {
        let Ports {
            records,
            cases,
            imports,
            admissions,
            users,
            instances,
            activity,
            hasher,
            tokens,
            seal,
            clock,
            random,
        } = ports;
        let search = Search::new(records.clone(), cases.clone());
        Self {
            enter: Enter::new(admissions.clone(), clock.clone(), random.clone()),
            sign_in: SignIn::new(
                users.clone(),
                admissions.clone(),
                activity.clone(),
                hasher.clone(),
                clock.clone(),
                random.clone(),
            ),
            sign_out: SignOut::new(admissions.clone(), clock.clone()),
            admit_link: AdmitLink::new(
                tokens.clone(),
                admissions.clone(),
                activity.clone(),
                clock.clone(),
                random.clone(),
            ),
            open_link: OpenLink::new(
                search.clone(),
                admissions.clone(),
                activity.clone(),
                clock.clone(),
            ),
            refuse_link: RefuseLink::new(activity, clock.clone()),
            search,
            view_contact: ViewContact::new(records.clone(), cases.clone()),
            view_account: ViewAccount::new(records.clone(), cases.clone()),
            view_case: ViewCase::new(records.clone(), cases.clone()),
            interaction_in_view: InteractionInView::new(admissions.clone()),
            save_contact: SaveContact::new(records.clone()),
            save_account: SaveAccount::new(records.clone()),
            tie_account: TieAccount::new(records.clone()),
            create_case: CreateCase::new(records.clone(), cases.clone(), admissions, clock.clone()),
            import: Import::new(records, cases, clock.clone()),
            import_progress: ImportProgress::new(imports, clock.clone()),
            create_instance: CreateInstance::new(instances.clone()),
            find_instance: FindInstance::new(instances),
            create_admin: CreateAdmin::new(users.clone(), hasher.clone(), clock.clone(), random.clone()),
            reset_password: ResetPassword::new(users.clone(), hasher, random.clone()),
            issue_token: IssueToken::new(users.clone(), tokens, clock, random),
            seal,
        }
    }
}
