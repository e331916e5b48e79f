# Sourced by every script here: where the tools are, and which Rust builds both halves of the portal.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
LOGS=$ROOT/target/setup-logs
# Tools built for the portal live in the person's cache, so that a second clone finds them and nobody's own version of a tool is replaced.
TOOLS=${XDG_CACHE_HOME:-$HOME/.cache}/portal-tools
export ROOT LOGS TOOLS

PATH=$TOOLS/bin:$ROOT/setup/node_modules/.bin:$PATH
[[ -d $HOME/.cargo/bin && :$PATH: != *:$HOME/.cargo/bin:* ]] && PATH=$PATH:$HOME/.cargo/bin
export PATH

# Test builds carry no debug information: it doubles their time and size, and a panic names its line without it.
export CARGO_PROFILE_DEV_DEBUG=0

# shellcheck source=setup/words.sh
. "$ROOT/setup/words.sh"

# The oldest rustc that builds the workspace: it stands in Cargo.toml.
rust_needed() { sed -n 's/^rust-version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml"; }

# Whether the rustc in force is recent enough and has the standard library for the browser.
rust_can_build() {
  local version folder
  version=$(rustc --version 2>/dev/null | cut -d' ' -f2) || return 1
  [[ $(printf '%s\n' "$(rust_needed)" "$version" | sort -V | head -n1) == "$(rust_needed)" ]] || return 1
  folder=$(rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null) || return 1
  compgen -G "$folder/libstd-*.rlib" >/dev/null
}

# Turns to Debian's own Rust, once setup/rust.sh has prepared it, for the server and the browser alike.
use_debian_rust() {
  if ! command -v rustup >/dev/null; then
    PATH=$TOOLS/bin:$ROOT/setup/node_modules/.bin:/usr/bin:$PATH
  elif [[ $'\n'$(rustup toolchain list) == *$'\n'debian* ]]; then
    export RUSTUP_TOOLCHAIN=debian
  fi
}

rust_can_build || use_debian_rust
