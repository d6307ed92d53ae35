use crate::{
    access::{
        AdmitLink, ChangePassword, CreateAdmin, Enter, EnterByToken, ResetPassword, SignIn, SignOut,
        directory::{CreateUser, EditUser, ListUsers, RevokeTokens, SetUserActive},
        external::{LogInExternally, RegenerateSecret, ViewKeys},
        groups::{DeleteGroup, ListGroups, MarkDefaultGroup, SaveGroup},
        roles::{DeleteRole, ListRoles, MarkDefaultRole, SaveRole},
        sessions::{EndSession, ListSessions},
        throttle::Guard,
    },
    instance::{
        ChangeSettings, CheckMasterKey, CreateInstance, FindInstance, ForgetActivity, RefuseLink,
        ViewActivity,
        parameters::{DeleteParameter, ListParameters, SaveParameter},
    },
    ports::{Ports, Secrets, Stores},
    record::{
        CreateCase, Import, ImportProgress, InspectLinks, InteractionInView, OpenLink, Reindex, ReportCase,
        SaveAccount, SaveContact, Search, TieAccount, ViewAccount, ViewCase, ViewContact,
    },
    seal::Seal,
    token::{IssueToken, TokenSigner},
};
use std::sync::Arc;

/// The use cases, ready to run.
#[derive(Clone)]
pub struct App {
    /// Begins every request.
    pub enter: Enter,
    /// Knows a program by the token that it brings.
    pub enter_by_token: EnterByToken,
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
    /// Makes cases of interactions that another system reports.
    pub report_case: ReportCase,
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
    /// Lists roles.
    pub list_roles: ListRoles,
    /// Makes and edits roles.
    pub save_role: SaveRole,
    /// Removes roles.
    pub delete_role: DeleteRole,
    /// Marks the default role.
    pub mark_default_role: MarkDefaultRole,
    /// Lists groups.
    pub list_groups: ListGroups,
    /// Makes and renames groups.
    pub save_group: SaveGroup,
    /// Removes groups.
    pub delete_group: DeleteGroup,
    /// Marks the default group.
    pub mark_default_group: MarkDefaultGroup,
    /// Lists users.
    pub list_users: ListUsers,
    /// Makes users.
    pub create_user: CreateUser,
    /// Edits users.
    pub edit_user: EditUser,
    /// Deactivates users.
    pub set_user_active: SetUserActive,
    /// Revokes users' tokens.
    pub revoke_tokens: RevokeTokens,
    /// Lists parameters.
    pub list_parameters: ListParameters,
    /// Makes and changes parameters.
    pub save_parameter: SaveParameter,
    /// Removes parameters.
    pub delete_parameter: DeleteParameter,
    /// Changes an instance's settings.
    pub change_settings: ChangeSettings,
    /// Shows the record of activity.
    pub view_activity: ViewActivity,
    /// Forgets old activity.
    pub forget_activity: ForgetActivity,
    /// Inspects links.
    pub inspect_links: InspectLinks,
    /// Goes through records after a change of the national length.
    pub reindex: Reindex,
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
        let Stores {
            records,
            cases,
            imports,
            admissions,
            sessions,
            external,
            throttles,
            roles,
            groups,
            directory,
            parameters,
            users,
            instances,
            installation,
            activity,
        } = ports.stores;
        let Secrets {
            hasher,
            tokens,
            seal,
            clock,
            random,
        } = ports.secrets;
        let search = Search::new(records.clone(), cases.clone());
        let guard = Guard::new(throttles.clone());
        Self {
            enter: Enter::new(
                admissions.clone(),
                sessions.clone(),
                clock.clone(),
                random.clone(),
            ),
            enter_by_token: EnterByToken::new(tokens.clone(), admissions.clone(), clock.clone()),
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
                clock.clone(),
                random.clone(),
                guard.clone(),
            ),
            open_link: OpenLink::new(
                search.clone(),
                admissions.clone(),
                activity.clone(),
                clock.clone(),
            ),
            refuse_link: RefuseLink::new(clock.clone(), guard),
            view_activity: ViewActivity::new(activity.clone(), users.clone(), clock.clone()),
            forget_activity: ForgetActivity::new(activity, instances.clone(), clock.clone()),
            inspect_links: InspectLinks::new(search.clone()),
            reindex: Reindex::new(records.clone(), instances.clone()),
            change_settings: ChangeSettings::new(instances.clone()),
            list_parameters: ListParameters::new(parameters.clone()),
            save_parameter: SaveParameter::new(parameters.clone(), seal.clone()),
            delete_parameter: DeleteParameter::new(parameters),
            search,
            view_contact: ViewContact::new(records.clone(), cases.clone()),
            view_account: ViewAccount::new(records.clone(), cases.clone()),
            view_case: ViewCase::new(records.clone(), cases.clone()),
            interaction_in_view: InteractionInView::new(admissions.clone()),
            save_contact: SaveContact::new(records.clone()),
            save_account: SaveAccount::new(records.clone()),
            tie_account: TieAccount::new(records.clone()),
            create_case: CreateCase::new(records.clone(), cases.clone(), admissions.clone(), clock.clone()),
            report_case: ReportCase::new(
                CreateCase::new(records.clone(), cases.clone(), admissions.clone(), clock.clone()),
                SaveContact::new(records.clone()),
                records.clone(),
                admissions,
                clock.clone(),
            ),
            import: Import::new(records, cases, clock.clone()),
            import_progress: ImportProgress::new(imports, clock.clone()),
            check_master_key: CheckMasterKey::new(installation, seal.clone()),
            create_instance: CreateInstance::new(instances.clone()),
            find_instance: FindInstance::new(instances),
            create_admin: CreateAdmin::new(users.clone(), hasher.clone(), clock.clone(), random.clone()),
            reset_password: ResetPassword::new(
                users.clone(),
                roles.clone(),
                hasher.clone(),
                random.clone(),
                throttles,
            ),
            list_roles: ListRoles::new(roles.clone()),
            save_role: SaveRole::new(roles.clone()),
            delete_role: DeleteRole::new(roles.clone()),
            mark_default_role: MarkDefaultRole::new(roles.clone()),
            list_groups: ListGroups::new(groups.clone()),
            save_group: SaveGroup::new(groups.clone()),
            delete_group: DeleteGroup::new(groups.clone()),
            mark_default_group: MarkDefaultGroup::new(groups),
            list_users: ListUsers::new(directory.clone()),
            create_user: CreateUser::new(
                directory.clone(),
                roles.clone(),
                hasher,
                clock.clone(),
                random.clone(),
            ),
            edit_user: EditUser::new(directory.clone(), roles.clone()),
            set_user_active: SetUserActive::new(directory.clone(), roles.clone(), clock.clone()),
            revoke_tokens: RevokeTokens::new(directory, roles, clock.clone()),
            issue_token: IssueToken::new(users, tokens.clone(), clock, random),
            tokens,
            seal,
        }
    }
}
