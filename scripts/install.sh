#!/usr/bin/env bash
# Installs what the tests need from Debian's packages, where that can be done from here; else it says what is missing.
# What is there already stays as it is, and no service is started.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=()
# The browser tests drive Debian's Chromium.
command -v chromium >/dev/null || packages+=(chromium)
command -v chromedriver >/dev/null || packages+=(chromium-driver)
# The tests on PostgreSQL run a server of their own, behind pgbouncer too, and link the system's client library.
scripts/find-postgres.sh >/dev/null || packages+=(postgresql)
command -v psql >/dev/null || packages+=(postgresql-client)
command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || packages+=(pgbouncer)
command -v openssl >/dev/null || packages+=(openssl)
scripts/has-libpq.sh || packages+=(libpq-dev)
command -v npm >/dev/null || packages+=(npm)

# The pages are held against axe-core, which npm brings.
install_axe() {
  scripts/axe.sh >/dev/null || echo "axe-core could not be installed: the pages are not held against it." >&2
}
if [ ${#packages[@]} -eq 0 ]; then
  install_axe
  exit 0
fi

if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
  echo "Some tests cannot run without: ${packages[*]} (on Debian: sudo apt-get install ${packages[*]})" >&2
  exit 0
fi

undo=()
trap 'for step in "${undo[@]}"; do eval "$step"; done' EXIT
install() { DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"; }

# Debian asks this program whether a service may start, and starts what it installs where there is no such program.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod 755 $policy
  undo+=("rm -f $policy")
fi
apt-get update -q
if [[ " ${packages[*]} " == *" postgresql "* ]]; then
  # The package makes a cluster at once, unless this file says no. It is put back as it was.
  install postgresql-common
  settings=/etc/postgresql-common/createcluster.conf
  cp -p $settings $settings.before-ba360
  undo+=("mv -f $settings.before-ba360 $settings")
  sed -i '/^[[:space:]]*create_main_cluster/d' $settings
  echo 'create_main_cluster = false' >>$settings
fi
install "${packages[@]}"
install_axe
