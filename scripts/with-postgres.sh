#!/usr/bin/env bash
# with-postgres.sh COMMAND [ARGUMENT]... runs a command beside a PostgreSQL of its own, and takes that down whatever
# happens. The command learns by these variables where the server is:
#
#   BA360_TEST_POSTGRES      a superuser, by a socket in a folder that only its owner can enter
#   BA360_TEST_POSTGRES_TLS  the same one on 127.0.0.1, by TLS and a password
#   BA360_TEST_PGBOUNCER     the same one through pgbouncer in transaction mode, where pgbouncer is installed
#
# Where a server is named already, or none can be made, the command runs as it is.
set -euo pipefail

[ -z "${BA360_TEST_POSTGRES:-}" ] || exec "$@"
if ! programs=$("$(dirname "$0")/find-postgres.sh"); then
  echo "There is no PostgreSQL to test with (on Debian: apt-get install postgresql pgbouncer libpq-dev)." >&2
  exec "$@"
fi

# PostgreSQL refuses to run as root.
if [ "$(id -u)" != 0 ]; then
  as_owner() { "$@"; }
elif id postgres >/dev/null 2>&1; then
  as_owner() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
else
  echo "PostgreSQL does not run as root, and there is no user postgres to run it as." >&2
  exec "$@"
fi

mask=$(umask)
umask 077
# A socket's path must be short, so this is not below whatever TMPDIR says.
folder=$(mktemp -d /tmp/ba360-pg.XXXXXX)
cd "$folder"
if [ "$(id -u)" = 0 ]; then chown postgres: "$folder"; fi
data=$folder/data

take_down() {
  trap - EXIT
  if [ -f "$folder/bouncer.pid" ]; then as_owner kill "$(cat "$folder/bouncer.pid")" || true; fi
  if [ -f "$data/postmaster.pid" ]; then
    as_owner "$programs/pg_ctl" -D "$data" -m immediate -w stop >/dev/null || true
  fi
  cd /
  rm -rf "$folder"
}
trap take_down EXIT

# Runs a step silently; what it said is shown where it fails.
step() {
  if ! as_owner "$@" >>steps.log 2>&1 </dev/null; then
    echo "The PostgreSQL for the tests was not made. $1:" >&2
    tail -n 20 steps.log server.log 2>/dev/null >&2 || true
    exit 1
  fi
}

# A port where nobody listens, below those that the system gives to clients.
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); do
    if ! (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      echo "$port"
      return
    fi
  done
}

owned() { as_owner tee "$1" >/dev/null; }

# An authority that signs one certificate, for 127.0.0.1.
key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
step openssl req -x509 "${key[@]}" -days 2 -subj "/CN=ba360 tests" -keyout ca.key -out ca.crt
step openssl req -new "${key[@]}" -subj "/CN=127.0.0.1" -keyout server.key -out server.csr
owned server.ext <<<"subjectAltName = IP:127.0.0.1"
step openssl x509 -req -days 2 -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile server.ext -out server.crt

locale=C
if locale -a | grep -qixE 'C\.utf-?8'; then locale=C.UTF-8; fi
port=$(free_port)
password=$(openssl rand -hex 24)
owned password <<<"$password"
step "$programs/initdb" --pgdata="$data" --username=postgres --pwfile=password --encoding=UTF8 --locale="$locale" --no-sync \
  --auth-local=trust --auth-host=scram-sha-256
owned "$data/pg_hba.conf" <<END
local   all all              trust
hostssl all all 127.0.0.1/32 scram-sha-256
END
# Nothing here outlives the tests, and no background work changes a plan in the middle of one.
owned "$data/postgresql.auto.conf" <<END
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
unix_socket_permissions = 0700
max_connections = 300
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = off
password_encryption = 'scram-sha-256'
ssl = on
ssl_cert_file = '$folder/server.crt'
ssl_key_file = '$folder/server.key'
END
step "$programs/pg_ctl" -D "$data" -l server.log -w start

socket=${folder//\//%2F}
export BA360_TEST_POSTGRES="postgres://postgres@$socket:$port/postgres"
export BA360_TEST_POSTGRES_TLS="postgres://postgres:$password@127.0.0.1:$port/postgres?sslmode=verify-full&sslrootcert=$folder/ca.crt"

# pgbouncer in transaction mode, with few connections: those who come share them from one transaction to the next.
if bouncer=$(PATH=$PATH:/usr/sbin command -v pgbouncer); then
  bouncer_port=$(free_port)
  prepared=
  # Newer versions keep prepared statements. What must work is the harder case, without.
  if "$bouncer" --version | grep -qE '^PgBouncer 1\.(2[1-9]|[3-9][0-9])'; then prepared='max_prepared_statements = 0'; fi
  owned bouncer.ini <<END
[databases]
* = host=$folder port=$port
[pgbouncer]
listen_port = $bouncer_port
unix_socket_dir = $folder
logfile = $folder/bouncer.log
pidfile = $folder/bouncer.pid
auth_type = trust
auth_file = $folder/bouncer.users
auth_user = postgres
pool_mode = transaction
default_pool_size = 4
max_client_conn = 300
$prepared
END
  owned bouncer.users <<<'"postgres" ""'
  step "$bouncer" -d bouncer.ini
  export BA360_TEST_PGBOUNCER="postgres://postgres@$socket:$bouncer_port/postgres"
fi

# The programs of this very server, before a wrapper that looks for one.
export PATH="$programs:$PATH"
cd "$OLDPWD"
# In a process group of its own, so that a signal to this script ends all of it, and the server goes last.
set -m
umask "$mask"
"$@" </dev/null &
command=$!
set +m
trap 'kill -TERM -- "-$command" 2>/dev/null || true' INT TERM HUP
status=0
wait "$command" || status=$?
# A signal ends the waiting before the command has ended.
while kill -0 "$command" 2>/dev/null; do
  status=0
  wait "$command" || status=$?
done
exit "$status"
