//! The pages: one askama structure each, with its template of the same name. Everything is escaped by the
//! templates; no rule of the domain is in them.

mod account;
mod activity;
mod activity_words;
mod admin;
mod admin_words;
mod assets;
mod case;
mod case_form;
mod choose;
mod contact;
mod error;
mod external;
mod form_parts;
mod layout;
mod login;
mod logout;
mod no_role;
mod parts;
mod password;
mod record;
mod record_form;
mod search;
mod sessions;
mod switch_user;
mod words;

pub(crate) use account::{AccountPage, ContactsOfAccount};
pub(crate) use activity::{
    ActivityLine, ActivityPage, Bar, Chart, DateInput, InspectorPage, Series, ShownFinding, ShownLink,
    ShownValue,
};
pub(crate) use activity_words::ActivityWords;
pub(crate) use admin::{
    ConfirmPage, FormPage, IssuedPage, ListPage, MatrixCell, MatrixRow, RolePage, UserPage,
};
pub(crate) use admin_words::AdminWords;
pub(crate) use assets::asset;
pub(crate) use case::CasePage;
pub(crate) use case_form::CaseFormPage;
pub(crate) use choose::{ChoosePage, Chosen};
pub(crate) use contact::{AccountItem, AccountsOfContact, ContactPage};
pub(crate) use error::{ErrorPage, LinkPlace};
pub(crate) use external::{ExternalKeyCard, ExternalPage, RegeneratePage};
pub(crate) use form_parts::{Area, Deed, FormField, Secret, Tick, Way, choices};
pub(crate) use login::LoginPage;
pub(crate) use logout::{LoggedOutPage, LogoutPage};
pub(crate) use no_role::NoRolePage;
pub(crate) use parts::{
    Choice, Column, ErrorList, Input, Live, Notice, Now, Pager, Pair, Row, RowAction, Select, Table, Tone,
};
pub(crate) use password::{PasswordField, PasswordPage};
pub(crate) use record::{CaseItem, CasesOfRecord, Fact, Party, TopOfRecord, Turn};
pub(crate) use record_form::RecordFormPage;
pub(crate) use search::{Ask, Empty, SearchPage};
pub(crate) use sessions::SessionsPage;
pub(crate) use switch_user::SwitchUserPage;
pub(crate) use words::Words;
