#!/usr/bin/env bash
# Leaves a .gz and a .br beside each file of FOLDER that shrinks, for hosts that send those. The same file gives the same bytes.
#
#   .ci/compress.sh FOLDER KEPT
#
# Brotli takes long for the best it can. So what a file of the same content gave the last time is in KEPT, and taken from there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. .ci/lib.sh

folder=${1:?usage: .ci/compress.sh FOLDER KEPT}
kept=${2:?usage: .ci/compress.sh FOLDER KEPT}
next=$kept.next

compress() { # FILE: what it gives goes to $next too, by the hash of all that decides on it
  local hash form
  hash=$(content_hash .ci/lib.sh .ci/compress.sh "$1")
  for form in gz br; do
    if [ -e "$kept/$hash.$form" ]; then
      cp "$kept/$hash.$form" "$1.$form.part"
    else
      case $form in
        gz) gzip -9 -n -c "$1" ;;
        br) "$brotli_root/bin/brotli" -c -q11 -w24 "$1" ;;
      esac >"$1.$form.part"
    fi
    cp "$1.$form.part" "$next/$hash.$form"
    mv "$1.$form.part" "$1.$form" # whole or not at all: a host would send half a file
  done
}
export -f compress content_hash
export brotli_root kept next

rm -rf "$next"
mkdir -p "$next"
# Up to 1 kB a file goes in one packet as it is.
find "$folder" -type f -size +1k \( -name '*.html' -o -name '*.js' -o -name '*.css' -o -name '*.wasm' -o -name '*.svg' \
  -o -name '*.txt' -o -name '*.json' -o -name '*.csv' -o -name '*.webmanifest' \) -print0 |
  xargs -0 -n 1 -P 4 bash -euo pipefail -c 'compress "$1"' _
rm -rf "$kept"
mv "$next" "$kept"
