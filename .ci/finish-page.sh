#!/bin/sh
# Trunk's hook after a build, for what Trunk can't know when it writes the page: puts the hash of the worker's content into its
# files' names, so that a cache never pairs a new page with an old worker, and tells the page (<meta name="dryf-worker">); does
# the same for the classifier (<meta name="dryf-classifier">);
# tells start.js how many bytes of WebAssembly to wait for (data-bytes); gives the first card its words in each language; and tells
# the service worker what the build is made of. DRYF_PUBLIC_URL is where the page will lie, with a slash at its end, for the card by
# which other sites show a link to it: most of them take a picture's whole address alone.
set -eu
locales=$PWD/www/locales
cd "$TRUNK_STAGING_DIR"
# Renames a program's script and WebAssembly by their content and says the new name, without the ending.
renamed() { # NAME
  new=$1-$(cat "$1.js" "$1_bg.wasm" | git hash-object --stdin | cut -c1-16)
  mv "$1_bg.wasm" "${new}_bg.wasm"
  sed "s/$1_bg\.wasm/${new}_bg.wasm/g" "$1.js" >"$new.js"
  rm "$1.js"
  echo "$new"
}
classifier=$(renamed dryf-classifier)
new=$(renamed dryf-worker)
sed "s/dryf-worker\.js/$new.js/g" dryf-worker_loader.js >"${new}_loader.js"
rm dryf-worker_loader.js

page=$(sed -n 's/.*data-wasm="\([^"]*\)".*/\1/p' index.html)
bytes=$(($(wc -c <"$page")))
sed "s/dryf-worker_loader\.js/${new}_loader.js/; s/dryf-classifier\.js/$classifier.js/; s/data-bytes=\"\"/data-bytes=\"$bytes\"/; s|content=\"card\.png\"|content=\"${DRYF_PUBLIC_URL:-}card.png\"|" index.html >index.html.named
# {id} becomes the message of each locale, {id[key]} its variant; both are one line of plain text.
awk '
  FILENAME ~ /[.]ftl$/ {
    language = FILENAME
    sub("/[^/]*$", "", language)
    sub(".*/", "", language)
    if (language != languages[n]) languages[++n] = language
    if (match($0, /^[a-z][a-z0-9-]* = /)) {
      id = substr($0, 1, RLENGTH - 3)
      text[language, id] = substr($0, RLENGTH + 1)
    } else if (match($0, /^ +[*]?\[[a-z-]+\] /)) {
      key = substr($0, index($0, "["), RLENGTH - index($0, "["))
      text[language, id key] = substr($0, RLENGTH + 1)
    }
    next
  }
  {
    while (match($0, /[{][a-z][a-z0-9-]*(\[[a-z-]+\])?[}]/)) {
      id = substr($0, RSTART + 1, RLENGTH - 2)
      words = ""
      for (i = 1; i <= n; i++) {
        said = text[languages[i], id]
        if (said == "" || said ~ /[<&{]/) {
          print "finish-page: index.html wants the message " id ", which is no plain line in " languages[i] >"/dev/stderr"
          exit 1
        }
        words = words "<span lang=\"" languages[i] "\">" said "</span>"
      }
      $0 = substr($0, 1, RSTART - 1) words substr($0, RSTART + RLENGTH)
    }
    print
  }
' "$locales"/*/*.ftl index.html.named >index.html.new
rm index.html.named
mv index.html.new index.html
grep -q "content=\"[^\"]*${new}_loader\.js\"" index.html || {
  echo 'finish-page: index.html has no <meta name="dryf-worker" content="dryf-worker_loader.js">' >&2
  exit 1
}
grep -q "content=\"$classifier\.js\"" index.html || {
  echo 'finish-page: index.html has no <meta name="dryf-classifier" content="dryf-classifier.js">' >&2
  exit 1
}
grep -q "${new}_bg\.wasm" "$new.js" || {
  echo 'finish-page: dryf-worker.js does not name its wasm file' >&2
  exit 1
}
grep -q "data-bytes=\"$bytes\"" index.html || {
  echo 'finish-page: the script in index.html has no data-bytes="" (pattern_script in Trunk.toml)' >&2
  exit 1
}

# Each file of the build by its content, but for the worker itself and what no visit needs.
sha256() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }
files=$(find . -type f ! -name sw.js ! -name card.png | sed 's|^\./||' | LC_ALL=C sort)
list=$(sha256 $files | awk '{ printf "%s\"%s\":\"%s\"", n++ ? "," : "", $2, $1 }')
build=$(echo "$list" | cat - sw.js | git hash-object --stdin | cut -c1-16)
sed "s|^const BUILD = \"\";|const BUILD = \"$build\";|; s|^const FILES = {};|const FILES = {$list};|" sw.js >sw.js.new
mv sw.js.new sw.js
grep -q "^const BUILD = \"$build\"" sw.js && grep -q '^const FILES = {"[^}]*"index\.html":' sw.js || {
  echo 'finish-page: sw.js has no line for BUILD or FILES' >&2
  exit 1
}
