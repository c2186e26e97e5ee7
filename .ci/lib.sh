# Shared by `dev` and `.ci/install.sh`: where things lie, what is said, which toolchain compiles for the browser.
# shellcheck shell=bash

# Versions of what is built from crates.io, or comes from PyPI. The command line of wasm-bindgen must equal the crate.
wasm_bindgen_version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"/\1/p;}' Cargo.lock)
trunk_version=0.21.14
brotli_version=9.1.1 # another one writes other bytes
uv_version=0.13.9 # installs the Python environments

# Built tools and Python environments are the user's, not the clone's: the next clone starts at once.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/dryf
logs=$cache/logs
wasm_prefix=$cache/wasm-toolchain
bindgen_root=$cache/tools/wasm-bindgen-cli-$wasm_bindgen_version
trunk_root=$cache/tools/trunk-$trunk_version
brotli_root=$cache/tools/brotli-$brotli_version
uv_root=$cache/tools/uv-$uv_version
mkdir -p "$cache/locks" "$cache/tools" "$logs"
export PATH="$bindgen_root/bin:$trunk_root/bin:$PATH"

say() { printf '%s\n' "$*" >&2; }
heading() { printf '\n== %s\n' "$*" >&2; }
fail() { # WHAT REMEDY
  printf 'error: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf '  help: %s\n' "$2" >&2
  exit 1
}
# Has the command? `command -v` alone also finds rustup's proxies of components that are not installed.
has() { command -v "$1" >/dev/null 2>&1; }
# Is root, or may become it without a question.
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
may_be_root() { [ "$(id -u)" = 0 ] || { has sudo && sudo -n true 2>/dev/null; }; }
content_hash() { cat "$@" | git hash-object --stdin; }

target_is_installed() { # of the toolchain in use
  compgen -G "$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null)/libstd-*.rlib" >/dev/null
}
prefix_works() { "$wasm_prefix/bin/cargo" --version >/dev/null 2>&1 && "$wasm_prefix/bin/rustc" --version >/dev/null 2>&1; }
# Runs a command with the toolchain that compiles for the browser: the one in use, or the one built in the cache.
for_wasm() {
  if target_is_installed; then "$@"; else RUSTUP_TOOLCHAIN=$wasm_prefix "$@"; fi
}

# The folder of PostgreSQL's programs, which Debian keeps out of PATH.
find_postgresql() {
  local candidate
  for candidate in "${POSTGRESQL_BIN:-}" "$(dirname "$(readlink -f "$(command -v initdb || echo /none/initdb)")")" /usr/lib/postgresql/*/bin; do
    if [ -n "$candidate" ] && [ -x "$candidate/initdb" ] && [ -x "$candidate/postgres" ] && [ -x "$candidate/pg_isready" ]; then
      export POSTGRESQL_BIN=$candidate
      return
    fi
  done
  return 1
}

# A Java for Spark 4.
find_java() {
  local version
  version=$("${JAVA_HOME:+$JAVA_HOME/bin/}java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')
  [ "${version:-0}" -ge 17 ]
}

# The browser and its driver, whoever brought them. GitHub's runners name the driver's folder in CHROMEWEBDRIVER.
find_browser() {
  local candidate
  for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$candidate" ] && has "$candidate"; then
      CHROMIUM=$(command -v "$candidate")
      break
    fi
  done
  for candidate in "${CHROMEDRIVER:-}" "${CHROMEWEBDRIVER:+$CHROMEWEBDRIVER/chromedriver}" chromedriver; do
    if [ -n "$candidate" ] && has "$candidate"; then
      CHROMEDRIVER=$(command -v "$candidate")
      break
    fi
  done
  export CHROMIUM CHROMEDRIVER
  [ -n "${CHROMIUM:-}" ] && [ -n "${CHROMEDRIVER:-}" ]
}
