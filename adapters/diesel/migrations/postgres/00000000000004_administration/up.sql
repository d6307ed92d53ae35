alter table instances
  add column activity_days integer not null default 90,
  -- Whether records are still found by an earlier national length.
  add column reindexing boolean not null default false,
  add column version bigint not null default 1;

alter table users
  -- Whether whoever signs in by the password has to change it.
  add column password_temporary boolean not null default false,
  -- What users are looked for in, without case and accents: name, full name and address, a line each. Of users who are
  -- there it keeps the accents until they are edited.
  add column search_text text not null default '';
update users set search_text = lower(
  name || chr(10) || trim(given_name || ' ' || surname)
  || chr(10) || case when email_placeholder then '' else coalesce(email, '') end);

alter table sessions
  -- What the role permitted when the session began, as it is written in roles.
  add column menus text not null default '',
  -- Whether a temporary password opened it.
  add column password_temporary boolean not null default false;
update sessions set menus = r.permissions
  from users u join roles r on r.instance_id = u.instance_id and r.id = u.role_id
  where u.instance_id = sessions.instance_id and u.id = sessions.user_id;

-- The platform as platforms are compared.
alter table activity add column platform_compared text;
update activity set platform_compared = lower(platform) where platform is not null;
create index activity_by_moment on activity (instance_id, at, id);
create index activity_by_correlation on activity (instance_id, correlation, id);

create table parameters (
  instance_id bigint not null,
  name text collate "C" not null,
  value text not null,
  -- Whether the value is a sealed secret.
  sealed boolean not null,
  version bigint not null default 1,
  primary key (instance_id, name)
);
