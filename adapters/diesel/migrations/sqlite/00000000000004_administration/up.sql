alter table instances add column activity_days integer not null default 90;
-- Whether records are still found by an earlier national length.
alter table instances add column reindexing integer not null default 0;
alter table instances add column version integer not null default 1;

-- Whether whoever signs in by the password has to change it.
alter table users add column password_temporary integer not null default 0;
-- What users are looked for in, without case and accents: name, full name and address, a line each. Of users who are
-- there it keeps the accents until they are edited.
alter table users add column search_text text not null default '';
update users set search_text = lower(
  name || char(10) || trim(given_name || ' ' || surname)
  || char(10) || case when email_placeholder then '' else coalesce(email, '') end);

-- What the role permitted when the session began, as it is written in roles.
alter table sessions add column menus text not null default '';
-- Whether a temporary password opened it.
alter table sessions add column password_temporary integer not null default 0;
update sessions set menus = coalesce((
  select r.permissions from users u join roles r on r.instance_id = u.instance_id and r.id = u.role_id
  where u.instance_id = sessions.instance_id and u.id = sessions.user_id), '');

-- The platform as platforms are compared.
alter table activity add column platform_compared text;
update activity set platform_compared = lower(platform) where platform is not null;
create index activity_by_moment on activity (instance_id, at, id);
create index activity_by_correlation on activity (instance_id, correlation, id);

create table parameters (
  instance_id integer not null,
  name text not null,
  value text not null,
  -- Whether the value is a sealed secret.
  sealed integer not null,
  version integer not null default 1,
  primary key (instance_id, name)
) without rowid;
