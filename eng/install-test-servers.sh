#!/usr/bin/env bash
# Installs what the integration tests start by themselves and what is missing here. Starts nothing.
set -euo pipefail

# "There is a docker command" proves nothing; an engine that answers does (see DockerEngine in the test kit).
docker_answers() {
  local host=${DOCKER_HOST:-unix:///var/run/docker.sock}
  timeout 1 perl -MIO::Socket::UNIX -MIO::Socket::INET -e '
    my ($kind, $address) = $ARGV[0] =~ m{^(unix|tcp|http)://(.+?)/?$} or exit 1;
    my $socket = $kind eq "unix" ? IO::Socket::UNIX->new(Peer => $address) : IO::Socket::INET->new(PeerAddr => $address);
    $socket or exit 1;
    print $socket "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n";
    $socket->flush;
    exit(<$socket> =~ m{^HTTP/1\.\d 200} ? 0 : 1);
  ' "$host" 2>/dev/null
}

packages=()
need() { compgen -G "$2" >/dev/null || packages+=("$1"); }

if ! docker_answers; then
  need rabbitmq-server '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server'
  need postgresql '/usr/lib/postgresql/*/bin/postgres'
  need redis-server '/usr/bin/redis-server'
fi
need postfix /usr/sbin/postfix
need dovecot-core /usr/sbin/dovecot
need prometheus /usr/bin/promtool
need chromium /usr/bin/chromium
need python3-pika '/usr/lib/python3/dist-packages/pika/__init__.py'
# Any Node will do, also one that Debian did not bring.
command -v node >/dev/null || packages+=(nodejs)
command -v npm >/dev/null || packages+=(npm)
((${#packages[@]} > 0)) || exit 0

as_root=()
if ((EUID != 0)); then
  as_root=(sudo -n)
  if ! sudo -n true 2>/dev/null; then
    echo "Missing, and neither root nor sudo to install it: apt-get install ${packages[*]}" >&2
    exit 1
  fi
fi

# 101 = "not allowed": the packages' own scripts start no service while this file says so.
readonly policy=/usr/sbin/policy-rc.d
restore() {
  "${as_root[@]}" rm -f "$policy"
  if [[ -e $policy.agentmail ]]; then "${as_root[@]}" mv "$policy.agentmail" "$policy"; fi
}
trap restore EXIT
trap 'exit 1' INT TERM HUP
if [[ -e $policy && ! -e $policy.agentmail ]]; then "${as_root[@]}" mv "$policy" "$policy.agentmail"; fi
printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
"${as_root[@]}" chmod 755 "$policy"

echo "== installing ${packages[*]}"
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0)
log=$(mktemp)
if ! { "${apt[@]}" update && "${apt[@]}" install --yes --no-install-recommends "${packages[@]}"; } </dev/null >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
rm -f "$log"
