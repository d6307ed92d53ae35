-- How far the imports have come that were begun and not ended. `key` is a digest of what is brought in.
create table imports (
  instance_id bigint not null,
  key bytea not null,
  rows_done bigint not null,
  noted_at bigint not null,
  primary key (instance_id, key)
);
