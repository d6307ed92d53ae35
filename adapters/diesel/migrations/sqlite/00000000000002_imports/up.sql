-- How far the imports have come that were begun and not ended. `key` is a digest of what is brought in.
create table imports (
  instance_id integer not null,
  key blob not null,
  rows_done integer not null,
  noted_at integer not null,
  primary key (instance_id, key)
) without rowid;
