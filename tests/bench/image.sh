#!/bin/sh
# What the archive's Dockerfile makes, without Docker: a root with nothing but the program and the model, as a user without rights.
# Prints the sizes, and fails unless it answers there. Needs root, for chroot.
#
#   image.sh PROGRAM ARCHIVE      PROGRAM is the static one of README.md, "Serve the model"
set -eu
program=${1:?name the static program}
archive=${2:?name an archive}
root=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$root"' EXIT

if ldd "$program" 2>/dev/null | grep -q '=>'; then
  echo "$program needs libraries:" >&2
  ldd "$program" >&2
  exit 1
fi
install -m 0555 "$program" "$root/dryf"
install -m 0444 "$archive" "$root/model.zip"
chmod 0755 "$root"

chroot --userspec=10001:10001 "$root" /dryf serve --host 0.0.0.0 --port 8089 --model /model.zip >"$root/out" 2>"$root/err" &
server=$!
tries=0
until chroot "$root" /dryf serve --check --port 8089 2>/dev/null; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { cat "$root/err" >&2; exit 1; }
  sleep 0.1
done
curl --silent --show-error --fail --noproxy '*' -H 'Content-Type: application/json' -d '{"inputs": ["co za ładny dzień"]}' \
  http://127.0.0.1:8089/invocations
echo
ps -o pid,uid,rss,args -p "$server"
wc -c "$root/dryf" "$root/model.zip"
kill -TERM "$server"
wait "$server"
server=
