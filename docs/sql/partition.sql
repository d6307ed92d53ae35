-- Parts the big tables of a migrated database by instance: 8 partitions each, by the hash of `instance_id`. Run it as the
-- role that owns the tables, with every server stopped and a backup at hand. It is one transaction, which needs the room
-- of the tables once more. The role has to be allowed to make a schema: `grant create on database … to ba360_owner`.

begin;
set local client_min_messages = warning;
create schema unpartitioned;

do $$
declare
  big constant text[] := array[
    'sessions', 'interactions', 'openings', 'contacts', 'accounts', 'memberships', 'match_keys', 'field_text', 'cases',
    'activity'];
  partitions constant integer := 8;
  named text;
  part record;
  sequence text;
  last bigint;
  used boolean;
begin
  -- All of them leave at once: indexes, foreign keys and sequences go along, and their names are free again.
  foreach named in array big loop
    execute format('alter table public.%I set schema unpartitioned', named);
  end loop;

  foreach named in array big loop
    execute format(
      'create table public.%1$I (like unpartitioned.%1$I including all excluding identity excluding indexes) '
      'partition by hash (instance_id)', named);
    for n in 0 .. partitions - 1 loop
      execute format('create table public.%I partition of public.%I for values with (modulus %s, remainder %s)',
        named || '_' || n, named, partitions, n);
    end loop;

    -- Whoever had a privilege has it again.
    for part in
      select acl.grantee, acl.privilege_type, r.rolname
      from pg_class c, aclexplode(c.relacl) acl join pg_roles r on r.oid = acl.grantee
      where c.oid = format('unpartitioned.%I', named)::regclass and acl.grantee <> c.relowner
    loop
      execute format('grant %s on public.%I to %I', part.privilege_type, named, part.rolname);
    end loop;

    -- An identity column becomes one with a sequence of the same name: partitions with identity columns came with
    -- PostgreSQL 17 only.
    select pg_get_serial_sequence(format('unpartitioned.%I', named), attname) into sequence
      from pg_attribute
      where attrelid = format('unpartitioned.%I', named)::regclass and attidentity <> '';
    if sequence is not null then
      execute format('select last_value, is_called from %s', sequence) into last, used;
      execute format('create sequence public.%I owned by public.%I.id', named || '_id_seq', named);
      perform setval(format('public.%I', named || '_id_seq'), last, used);
      execute format('alter table public.%I alter column id set default nextval(%L)',
        named, format('public.%I', named || '_id_seq'));
      for part in
        select acl.privilege_type, r.rolname
        from pg_class c, aclexplode(c.relacl) acl join pg_roles r on r.oid = acl.grantee
        where c.oid = sequence::regclass and acl.grantee <> c.relowner
      loop
        execute format('grant %s on sequence public.%I to %I', part.privilege_type, named || '_id_seq', part.rolname);
      end loop;
    end if;

    execute format('insert into public.%1$I select * from unpartitioned.%1$I', named);
  end loop;

  -- Keys before the other indexes, and foreign keys last, since they point at keys.
  for part in
    select c.conname, t.relname, pg_get_constraintdef(c.oid) as body
    from pg_constraint c join pg_class t on t.oid = c.conrelid
    where t.relnamespace = 'unpartitioned'::regnamespace and c.contype in ('p', 'u', 'f')
    order by c.contype = 'f', c.conname
  loop
    execute format('alter table public.%I add constraint %I %s',
      part.relname, part.conname, replace(part.body, 'unpartitioned.', 'public.'));
  end loop;
  for part in
    select pg_get_indexdef(i.indexrelid) as body
    from pg_index i join pg_class t on t.oid = i.indrelid
    where t.relnamespace = 'unpartitioned'::regnamespace
      and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
  loop
    execute replace(part.body, ' ON unpartitioned.', ' ON public.');
  end loop;
end
$$;

drop schema unpartitioned cascade;
commit;

-- Autovacuum never looks at a table that is only the sum of its partitions.
analyze contacts, accounts, memberships, match_keys, field_text, cases;
