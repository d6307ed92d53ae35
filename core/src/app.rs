use crate::{
    access::{
        Admissions, AdmitLink, ChangePassword, CreateAdmin, Enter, HashPassword, ResetPassword, SignIn,
        SignOut, Users,
        external::{ExternalApplications, LogInExternally, RegenerateSecret, ViewKeys},
        sessions::{EndSession, ListSessions, Sessions},
        throttle::{Guard, Throttles},
    },
    ambient::{Clock, Random},
    instance::{
        ActivityLog, CheckMasterKey, CreateInstance, FindInstance, Installation, Instances, RefuseLink,
    },
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
    /// The front door: who comes in, and by which link.
    pub admissions: Arc<dyn Admissions>,
    /// The sessions, as an administrator sees them.
    pub sessions: Arc<dyn Sessions>,
    /// The keys of external systems.
    pub external: Arc<dyn ExternalApplications>,
    /// The count of tries that failed.
    pub throttles: Arc<dyn Throttles>,
    /// Users.
    pub users: Arc<dyn Users>,
    /// Instances.
    pub instances: Arc<dyn Instances>,
    /// The installation itself.
    pub installation: Arc<dyn Installation>,
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
    /// The front door: who comes in, and by which link.
    pub admissions: Arc<dyn Admissions>,
    /// The sessions, as an administrator sees them.
    pub sessions: Arc<dyn Sessions>,
    /// The keys of external systems.
    pub external: Arc<dyn ExternalApplications>,
    /// The count of tries that failed.
    pub throttles: Arc<dyn Throttles>,
    /// Users.
    pub users: Arc<dyn Users>,
    /// Instances.
    pub instances: Arc<dyn Instances>,
    /// The installation itself.
    pub installation: Arc<dyn Installation>,
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
            sessions,
            external,
            throttles,
            users,
            instances,
            installation,
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
            sessions,
            external,
            throttles,
            users,
            instances,
            installation,
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
    /// Changes one's own password.
    pub change_password: ChangePassword,
    /// Signs in for an external system.
    pub log_in_externally: LogInExternally,
    /// Shows the keys of external systems.
    pub view_keys: ViewKeys,
    /// Replaces the secretkey of external systems.
    pub regenerate_secret: RegenerateSecret,
    /// Lists sessions.
    pub list_sessions: ListSessions,
    /// Ends sessions.
    pub end_session: EndSession,
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
    /// Checks the master key.
    pub check_master_key: CheckMasterKey,
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
    /// Tells the public keys of tokens.
    pub tokens: Arc<dyn TokenSigner>,
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
            sessions,
            external,
            throttles,
            users,
            instances,
            installation,
            activity,
            hasher,
            tokens,
            seal,
            clock,
            random,
        } = ports;
        let search = Search::new(records.clone(), cases.clone());
        let guard = Guard::new(throttles.clone());
        Self {
            enter: Enter::new(
                admissions.clone(),
                sessions.clone(),
                clock.clone(),
                random.clone(),
            ),
            sign_in: SignIn::new(
                users.clone(),
                admissions.clone(),
                hasher.clone(),
                clock.clone(),
                random.clone(),
                guard.clone(),
            ),
            change_password: ChangePassword::new(
                users.clone(),
                admissions.clone(),
                hasher.clone(),
                guard.clone(),
                clock.clone(),
                random.clone(),
            ),
            log_in_externally: LogInExternally::new(
                external.clone(),
                hasher.clone(),
                tokens.clone(),
                seal.clone(),
                guard.clone(),
                clock.clone(),
                random.clone(),
            ),
            view_keys: ViewKeys::new(external.clone(), seal.clone(), clock.clone(), random.clone()),
            regenerate_secret: RegenerateSecret::new(external, seal.clone(), clock.clone(), random.clone()),
            list_sessions: ListSessions::new(sessions, clock.clone()),
            end_session: EndSession::new(admissions.clone(), clock.clone()),
            sign_out: SignOut::new(admissions.clone(), clock.clone()),
            admit_link: AdmitLink::new(
                tokens.clone(),
                admissions.clone(),
                activity.clone(),
                clock.clone(),
                random.clone(),
                guard,
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
            check_master_key: CheckMasterKey::new(installation, seal.clone()),
            create_instance: CreateInstance::new(instances.clone()),
            find_instance: FindInstance::new(instances),
            create_admin: CreateAdmin::new(users.clone(), hasher.clone(), clock.clone(), random.clone()),
            reset_password: ResetPassword::new(users.clone(), hasher, random.clone(), throttles),
            issue_token: IssueToken::new(users, tokens.clone(), clock, random),
            tokens,
            seal,
        }
    }
}
