-- Two roles: `ba360_owner` makes and changes the tables, `ba360_app` reads and writes what is in them and can do nothing
-- else. Run it as a superuser in the database that is to be ba360's, before the first `ba360-server migrate`, which is
-- then run as `ba360_owner`. Passwords are set by `\password ba360_owner` and `\password ba360_app`.

create role ba360_owner login;
create role ba360_app login;

-- Some errors that pass, such as a full disk, are known by their words in English.
alter role ba360_owner set lc_messages = 'C';
alter role ba360_app set lc_messages = 'C';
-- Statements are planned without looking at their values, also where pgbouncer keeps none prepared.
alter role ba360_app set plan_cache_mode = force_generic_plan;

-- Up to PostgreSQL 14 everybody may make tables here.
revoke create on schema public from public;
grant usage, create on schema public to ba360_owner;
grant usage on schema public to ba360_app;

-- What is there already, and what later migrations make.
grant select, insert, update, delete on all tables in schema public to ba360_app;
grant usage on all sequences in schema public to ba360_app;
alter default privileges for role ba360_owner in schema public
  grant select, insert, update, delete on tables to ba360_app;
alter default privileges for role ba360_owner in schema public
  grant usage on sequences to ba360_app;
