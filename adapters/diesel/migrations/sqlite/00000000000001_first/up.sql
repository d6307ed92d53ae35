-- Times are microseconds since 1970 in UTC. `instance_id` stands first in every index; where a key is a number of
-- its own, it is never used again (AUTOINCREMENT) and every query names the instance as well.

create table instances (
  id integer primary key autoincrement not null,
  name text not null unique,
  time_zone text not null,
  language text not null,
  country text not null,
  national_length integer not null
);

create table hosts (
  host text primary key not null,
  instance_id integer not null references instances (id) on delete cascade,
  position integer not null
) without rowid;
create index hosts_of_instance on hosts (instance_id, position);

create table roles (
  id integer primary key autoincrement not null,
  instance_id integer not null,
  name text not null,
  permissions text not null,
  unique (instance_id, name),
  unique (instance_id, id)
);

create table users (
  id integer primary key autoincrement not null,
  instance_id integer not null,
  name text not null,
  name_compared text not null,
  password text not null,
  active integer not null default 1,
  role_id integer,
  tokens_not_before integer,
  created_at integer not null,
  unique (instance_id, name_compared),
  foreign key (instance_id, role_id) references roles (instance_id, id)
);
create index users_of_role on users (instance_id, role_id);

create table sessions (
  instance_id integer not null,
  key blob not null,
  user_id integer not null,
  starts_at integer not null,
  expires_at integer not null,
  primary key (instance_id, key)
) without rowid;
create index sessions_by_end on sessions (instance_id, expires_at);
create index sessions_of_user on sessions (instance_id, user_id);

create table interactions (
  id integer primary key autoincrement not null,
  instance_id integer not null,
  platform text not null,
  platform_compared text not null,
  channel text not null,
  external_id text not null,
  -- What the newest link searched of the contact, for a new contact to be filled in from.
  contact text not null,
  first_at integer not null,
  unique (instance_id, platform_compared, external_id)
);

-- Which interaction's link was the last to open a record in a session. Records belong to another port: no foreign key.
create table openings (
  instance_id integer not null,
  session blob not null,
  object text not null,
  record text not null,
  interaction_id integer not null,
  primary key (instance_id, session, object, record)
) without rowid;

-- `search_index`: everything by which a record is found, a line each, so that an edit knows what to remove and a search
-- can tell how well a record matches.
create table contacts (
  id integer primary key autoincrement not null,
  instance_id integer not null,
  version integer not null,
  identifier text,
  name text,
  social_id text,
  email text,
  phone text,
  search_index text not null,
  unique (instance_id, id)
);

create table accounts (
  id integer primary key autoincrement not null,
  instance_id integer not null,
  version integer not null,
  identifier text,
  representative text,
  legal_name text,
  business_line text,
  address text,
  search_index text not null,
  unique (instance_id, id)
);

create table memberships (
  instance_id integer not null,
  contact_id integer not null,
  account_id integer not null,
  primary key (instance_id, contact_id, account_id),
  foreign key (instance_id, contact_id) references contacts (instance_id, id),
  foreign key (instance_id, account_id) references accounts (instance_id, id)
) without rowid;
create index memberships_of_account on memberships (instance_id, account_id, contact_id);

-- The forms by which contacts and accounts are found. `kind`: 0 a contact's whole field, 1 a word of a contact's
-- name, 2 and 3 the same of accounts. `fields` are the bits of the fields that have the form. Whole fields and
-- words stand apart, so that a search for a whole name never walks through everybody who bears it among others.
create table match_keys (
  instance_id integer not null,
  kind integer not null,
  key text not null,
  record_id integer not null,
  fields integer not null,
  primary key (instance_id, kind, key, record_id)
) without rowid;

-- Parts of fields, a column for each. The text itself is not kept again. The key holds instance, object and record,
-- so that each instance's entries are one range of the index, and no other instance's are walked through.
create virtual table field_text using fts5 (
  identifier, name, social_id, email, phone, representative, legal_name, business_line, address,
  content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);

create table cases (
  instance_id integer not null,
  day integer not null,
  sequence integer not null,
  contact text not null,
  account text,
  channel text,
  interaction text,
  interaction_platform text,
  interaction_channel text,
  interaction_external_id text,
  subject text not null,
  created_at integer not null,
  created_by integer,
  primary key (instance_id, day, sequence)
) without rowid;
create unique index case_of_interaction on cases (instance_id, interaction) where interaction is not null;
create index cases_of_contact on cases (instance_id, contact, day, sequence);
create index cases_of_account on cases (instance_id, account, day, sequence) where account is not null;

create table case_days (
  instance_id integer not null,
  day integer not null,
  next integer not null,
  primary key (instance_id, day)
) without rowid;

create table activity (
  id integer primary key autoincrement not null,
  instance_id integer not null,
  at integer not null,
  correlation text not null,
  user_id integer,
  session blob,
  kind text not null,
  outcome text not null,
  platform text,
  search_object text,
  search_count integer
);
create index activity_newest on activity (instance_id, id);
