#!/usr/bin/env bash
# Rust for both halves of the portal: rustup's browser target, or Debian's Rust where rustup cannot download.
set -euo pipefail
. "$(dirname "$0")/env.sh"
. "$ROOT/setup/packages.sh"

LIBRARY=/usr/lib/rustlib/wasm32-unknown-unknown/lib

main() {
  rust_can_build && return
  from_rustup || from_debian
}

from_rustup() {
  command -v rustup >/dev/null || return 1
  step "Adding the browser target to Rust, by rustup (half a minute)"
  # On a closed network this fails as expected, so its complaint stays in the log.
  mkdir -p "$LOGS"
  timeout 300 rustup target add wasm32-unknown-unknown >"$LOGS/rustup.log" 2>&1 </dev/null || return 1
  rust_can_build
}

from_debian() {
  step "rustup cannot provide Rust $(rust_needed) with the browser target: taking Debian's Rust (three minutes)"
  packages gcc libc6-dev rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy rustfmt-web
  compgen -G "$LIBRARY/libstd-*.rlib" >/dev/null || build_library
  if command -v rustup >/dev/null; then rustup toolchain link debian /usr; fi
  use_debian_rust
  rust_can_build || fail "Debian's Rust does not build for the browser either" \
    "Install Rust $(rust_needed) or later with the target wasm32-unknown-unknown, then try again."
}

# Debian ships the browser target's sources but not its library, so it is built once, through an empty crate.
build_library() {
  step "Building Rust's standard library for the browser (half a minute)"
  local empty
  empty=$(mktemp -d)
  mkdir "$empty/src"
  : >"$empty/src/lib.rs"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n' >"$empty/Cargo.toml"
  (
    cd "$empty"
    # The bootstrap switch lets a stable compiler build its own library; nothing of ours is built with it.
    RUSTC_BOOTSTRAP=1 RUSTC=/usr/bin/rustc CARGO_TARGET_DIR=$empty/target quietly "$LOGS/build-std.log" /usr/bin/cargo build \
      --release -Zbuild-std=std,panic_abort,panic_unwind --target wasm32-unknown-unknown
  ) || fail "Rust's standard library did not build for the browser"
  rm -f "$empty"/target/wasm32-unknown-unknown/release/deps/libempty*
  as_root mkdir -p "$LIBRARY"
  as_root cp "$empty"/target/wasm32-unknown-unknown/release/deps/*.rlib "$LIBRARY/"
  rm -r "$empty"
}

main
