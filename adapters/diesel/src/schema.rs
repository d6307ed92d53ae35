//! The tables, as every backend has them.

use diesel::{allow_tables_to_appear_in_same_query, table};

table! {
    instances (id) {
        id -> BigInt,
        name -> Text,
        time_zone -> Text,
        language -> Text,
        country -> Text,
        national_length -> SmallInt,
        frame_origins -> Text,
        activity_days -> Integer,
        reindexing -> Bool,
        version -> BigInt,
    }
}

table! {
    hosts (host) {
        host -> Text,
        instance_id -> BigInt,
        position -> Integer,
    }
}

table! {
    roles (id) {
        id -> BigInt,
        instance_id -> BigInt,
        name -> Text,
        permissions -> Text,
        is_default -> Bool,
        version -> BigInt,
    }
}

table! {
    groups (id) {
        id -> BigInt,
        instance_id -> BigInt,
        name -> Text,
        is_default -> Bool,
        version -> BigInt,
    }
}

table! {
    users (id) {
        id -> BigInt,
        instance_id -> BigInt,
        name -> Text,
        name_compared -> Text,
        password -> Text,
        active -> Bool,
        role_id -> Nullable<BigInt>,
        tokens_not_before -> Nullable<BigInt>,
        created_at -> BigInt,
        given_name -> Text,
        surname -> Text,
        email -> Nullable<Text>,
        email_placeholder -> Bool,
        external_id -> Nullable<Text>,
        time_zone -> Nullable<Text>,
        language -> Nullable<Text>,
        group_id -> Nullable<BigInt>,
        made_externally -> Bool,
        version -> BigInt,
        password_temporary -> Bool,
        search_text -> Text,
    }
}

table! {
    sessions (instance_id, key) {
        instance_id -> BigInt,
        key -> Binary,
        user_id -> BigInt,
        starts_at -> BigInt,
        expires_at -> BigInt,
        seen_at -> BigInt,
        menus -> Text,
        password_temporary -> Bool,
    }
}

table! {
    parameters (instance_id, name) {
        instance_id -> BigInt,
        name -> Text,
        value -> Text,
        sealed -> Bool,
        version -> BigInt,
    }
}

table! {
    external_keys (instance_id) {
        instance_id -> BigInt,
        client_key -> Text,
        secret_key -> Text,
        secret_number -> BigInt,
        client_made_at -> BigInt,
        secret_made_at -> BigInt,
        client_used_at -> Nullable<BigInt>,
        secret_used_at -> Nullable<BigInt>,
        tokens_not_before -> Nullable<BigInt>,
    }
}

table! {
    /// It has no instance: a key is a digest, in which the instance is where there is one.
    throttles (key) {
        key -> Binary,
        failures -> BigInt,
        last_at -> BigInt,
    }
}

table! {
    /// It has no instance: its one row is the installation's.
    installation (id) {
        id -> SmallInt,
        seal_check -> Text,
    }
}

table! {
    interactions (id) {
        id -> BigInt,
        instance_id -> BigInt,
        platform -> Text,
        platform_compared -> Text,
        channel -> Text,
        external_id -> Text,
        contact -> Text,
        first_at -> BigInt,
    }
}

table! {
    openings (instance_id, session, object, record) {
        instance_id -> BigInt,
        session -> Binary,
        object -> Text,
        record -> Text,
        interaction_id -> BigInt,
    }
}

table! {
    contacts (id) {
        id -> BigInt,
        instance_id -> BigInt,
        version -> BigInt,
        identifier -> Nullable<Text>,
        name -> Nullable<Text>,
        social_id -> Nullable<Text>,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        search_index -> Text,
    }
}

table! {
    accounts (id) {
        id -> BigInt,
        instance_id -> BigInt,
        version -> BigInt,
        identifier -> Nullable<Text>,
        representative -> Nullable<Text>,
        legal_name -> Nullable<Text>,
        business_line -> Nullable<Text>,
        address -> Nullable<Text>,
        search_index -> Text,
    }
}

table! {
    memberships (instance_id, contact_id, account_id) {
        instance_id -> BigInt,
        contact_id -> BigInt,
        account_id -> BigInt,
    }
}

table! {
    match_keys (instance_id, kind, key, record_id) {
        instance_id -> BigInt,
        kind -> SmallInt,
        key -> Text,
        record_id -> BigInt,
        fields -> Integer,
    }
}

table! {
    cases (instance_id, day, sequence) {
        instance_id -> BigInt,
        day -> Integer,
        sequence -> Integer,
        contact -> Text,
        account -> Nullable<Text>,
        channel -> Nullable<Text>,
        interaction -> Nullable<Text>,
        interaction_platform -> Nullable<Text>,
        interaction_channel -> Nullable<Text>,
        interaction_external_id -> Nullable<Text>,
        subject -> Text,
        created_at -> BigInt,
        created_by -> Nullable<BigInt>,
    }
}

table! {
    case_days (instance_id, day) {
        instance_id -> BigInt,
        day -> Integer,
        next -> Integer,
    }
}

table! {
    imports (instance_id, key) {
        instance_id -> BigInt,
        key -> Binary,
        rows_done -> BigInt,
        noted_at -> BigInt,
    }
}

table! {
    activity (id) {
        id -> BigInt,
        instance_id -> BigInt,
        at -> BigInt,
        correlation -> Text,
        user_id -> Nullable<BigInt>,
        session -> Nullable<Binary>,
        kind -> Text,
        outcome -> Text,
        platform -> Nullable<Text>,
        search_object -> Nullable<Text>,
        search_count -> Nullable<Integer>,
        platform_compared -> Nullable<Text>,
    }
}

table! {
    /// The migrations that were applied: Diesel's own table.
    #[sql_name = "__diesel_schema_migrations"]
    applied_migrations (version) {
        version -> Text,
    }
}

allow_tables_to_appear_in_same_query!(sessions, users, roles, groups, external_keys);
allow_tables_to_appear_in_same_query!(openings, sessions);
allow_tables_to_appear_in_same_query!(match_keys, contacts);
allow_tables_to_appear_in_same_query!(match_keys, accounts);
