-- The origins of the pages that may show the console in a frame, with blanks between.
alter table instances add column frame_origins text not null default '';

-- The role, and below the group, of users whom nobody gave another.
alter table roles add column is_default integer not null default 0;
alter table roles add column version integer not null default 1;
create unique index roles_default on roles (instance_id) where is_default;

create table groups (
  id integer primary key autoincrement not null,
  instance_id integer not null,
  name text not null,
  is_default integer not null default 0,
  version integer not null default 1,
  unique (instance_id, name),
  unique (instance_id, id)
);
create unique index groups_default on groups (instance_id) where is_default;

-- A foreign key of two columns cannot be added to a table: it is made anew. Nothing refers to it.
create table users_anew (
  id integer primary key autoincrement not null,
  instance_id integer not null,
  name text not null,
  name_compared text not null,
  password text not null,
  active integer not null default 1,
  role_id integer,
  tokens_not_before integer,
  created_at integer not null,
  given_name text not null default '',
  surname text not null default '',
  email text,
  -- Whether the address only stands in for one that nobody gave.
  email_placeholder integer not null default 0,
  -- What another system calls the user.
  external_id text,
  time_zone text,
  language text,
  group_id integer,
  -- Whether an external system's login made the user.
  made_externally integer not null default 0,
  version integer not null default 1,
  unique (instance_id, name_compared),
  foreign key (instance_id, role_id) references roles (instance_id, id),
  foreign key (instance_id, group_id) references groups (instance_id, id)
);
insert into users_anew
  (id, instance_id, name, name_compared, password, active, role_id, tokens_not_before, created_at)
  select id, instance_id, name, name_compared, password, active, role_id, tokens_not_before, created_at from users;
-- No key is used again, that of a user who is gone neither.
delete from sqlite_sequence where name = 'users_anew';
insert into sqlite_sequence (name, seq) select 'users_anew', seq from sqlite_sequence where name = 'users';
drop table users;
alter table users_anew rename to users;
create index users_of_role on users (instance_id, role_id);
create index users_of_group on users (instance_id, group_id);
create index users_made_externally on users (instance_id, created_at) where made_externally;

-- A session that is there begins to be idle now.
alter table sessions add column seen_at integer not null default 0;
update sessions set seen_at = cast(strftime('%s', 'now') as integer) * 1000000;
create index sessions_by_start on sessions (instance_id, starts_at, key, expires_at);

-- The sealed keys of external systems. `tokens_not_before` counts for every user of the instance.
create table external_keys (
  instance_id integer primary key not null,
  client_key text not null,
  secret_key text not null,
  secret_number integer not null,
  client_made_at integer not null,
  secret_made_at integer not null,
  client_used_at integer,
  secret_used_at integer,
  tokens_not_before integer
);

-- How many tries failed in a row. `key` is a digest of what is counted, in which the instance is.
create table throttles (
  key blob primary key not null,
  failures integer not null,
  last_at integer not null
) without rowid;
create index throttles_by_age on throttles (last_at);

-- The installation itself: one row.
create table installation (
  id integer primary key not null check (id = 1),
  -- Opens under the master key alone that the secrets here are sealed by.
  seal_check text not null
);
