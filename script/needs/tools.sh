# shellcheck shell=bash
# Build tools: trunk, wasm-bindgen, wasm-opt, esbuild. Part of script/bootstrap.

trunk_version=0.21.14    # or a newer 0.21
bindgen_version=0.2.130  # exactly the version of the crate in Cargo.toml
binaryen_version=132.0.0
esbuild_version=0.28.2   # the version in tests/packages

# cargo_tool NAME VERSION FLAG...: builds a tool without optimisation, in a quarter of the time.
cargo_tool() {
  local name=$1 version=$2 toolchain=
  shift 2
  have rustup && toolchain=$(rustup toolchain list | sed 's/ .*//' | grep -m 1 '^stable' || true)
  # The package is built outside of the repository, whose .cargo/config.toml is not meant for it.
  (cd / && env ${toolchain:+RUSTUP_TOOLCHAIN=$toolchain} CARGO_TARGET_DIR="$cache/build" \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_DEBUG=0 cargo install "$name" --version "=$version" "$@" --force --root "$tools")
}

# Options of `cargo_tool` that optimise these crates: the inner loops of a tool.
optimised() {
  local crate
  for crate in "$@"; do printf '%s\n' --config "profile.release.package.$crate.opt-level=1"; done
}

fits_trunk() {
  local version
  version=$(version_of "$1")
  case $version in 0.21.*) [ "${version##*.}" -ge "${trunk_version##*.}" ] ;; *) return 1 ;; esac
}

fits_bindgen() { [ "$(version_of "$1")" = $bindgen_version ]; }

# Without its default features trunk looks for no updates and speaks no TLS. It needs that only to download tools, which are
# installed here.
need_trunk() {
  need_rust
  # shellcheck disable=SC2046
  link_fitting trunk fits_trunk ||
    install "trunk $trunk_version (1 to 2 minutes)" \
      cargo_tool trunk $trunk_version --locked --no-default-features $(optimised sha2)
  need_wasm_bindgen
}

need_wasm_bindgen() { link_fitting wasm-bindgen fits_bindgen || install_wasm_bindgen; }

# Runs tests in a browser.
need_test_runner() {
  need_wasm_bindgen
  link_fitting wasm-bindgen-test-runner fits_bindgen || install_wasm_bindgen
}

# It reads modules of 20 MB, which would take three times as long with nothing optimised. TLS would be for a remote driver.
install_wasm_bindgen() {
  need_rust
  # shellcheck disable=SC2046
  install "wasm-bindgen $bindgen_version (about a minute)" \
    cargo_tool wasm-bindgen-cli $bindgen_version --no-default-features \
    $(optimised walrus wasmparser wasm-encoder wasm-bindgen-cli-support hashbrown gimli)
}

# npm_tool NAME VERSION PROGRAM: installs a program from npm.
npm_tool() {
  local at=$cache/$1-$2
  if ! [ -x "$at/node_modules/.bin/$3" ]; then
    need_node
    mkdir -p "$at"
    install "$1 $2" npm install --prefix "$at" --no-audit --no-fund --loglevel=error "$1@$2"
  fi
  ln -sf "$at/node_modules/.bin/$3" "$tools/bin/$3"
}

# npm's build of wasm-opt runs wherever Node.js does. Debian's version breaks the module.
need_wasm_opt() { npm_tool binaryen $binaryen_version wasm-opt; }

# Minifies the JavaScript of the widget.
need_esbuild() { npm_tool esbuild $esbuild_version esbuild; }
