# shellcheck shell=bash
# Chromium, Firefox and their drivers. Part of script/bootstrap.
#
# Looked for in this order: TASKDECK_CHROMIUM and TASKDECK_FIREFOX, PATH, the usual places of Linux and macOS, then Debian's
# packages. CHROMEDRIVER and GECKODRIVER give the drivers.

geckodriver_version=0.37.1
oldest_geckodriver=0.36.0

chromium_places() {
  type -aP chromium chromium-browser google-chrome google-chrome-stable chrome || true
  local applications name
  for applications in /Applications "$HOME/Applications"; do
    for name in "Google Chrome" Chromium "Google Chrome for Testing"; do
      printf '%s\n' "$applications/$name.app/Contents/MacOS/$name"
    done
  done
  printf '%s\n' /opt/google/chrome/chrome /usr/lib/chromium/chromium /snap/bin/chromium
}

firefox_places() {
  type -aP firefox-esr firefox || true
  local applications
  for applications in /Applications "$HOME/Applications"; do
    printf '%s\n' "$applications/Firefox.app/Contents/MacOS/firefox"
  done
  printf '%s\n' /usr/lib/firefox-esr/firefox-esr /usr/lib/firefox/firefox /opt/firefox/firefox /snap/bin/firefox
}

# A driver may also lie beside its browser.
chromedriver_places() {
  type -aP chromedriver || true
  printf '%s\n' "$(dirname "$TASKDECK_CHROMIUM")/chromedriver" /usr/lib/chromium/chromedriver \
    /usr/lib/chromium-browser/chromedriver /opt/homebrew/bin/chromedriver /usr/local/bin/chromedriver \
    /snap/bin/chromium.chromedriver
}

# Prints the first line that names a program which `CHECK PATH` accepts.
first_program() { # CHECK
  local at
  while IFS= read -r at; do
    if [ -f "$at" ] && [ -x "$at" ] && "$1" "$at"; then
      printf '%s\n' "$at"
      return 0
    fi
  done
  return 1
}

given() { # VARIABLE: fails when it is empty, ends when it names no program
  local at=${!1:-}
  [ -n "$at" ] || return 1
  [ -f "$at" ] && [ -x "$at" ] || die "$1 is '$at', where there is no program: correct it or unset it, then run this again"
}

fits_chromedriver() {
  local driver browser
  driver=$(version_of "$1")
  browser=$(version_of "$TASKDECK_CHROMIUM")
  [ -n "$driver" ] && [ "${driver%%.*}" = "${browser%%.*}" ]
}

fits_geckodriver() {
  local version
  version=$(version_of "$1")
  [ -n "$version" ] && [ "$(printf '%s\n' "$version" "$oldest_geckodriver" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$oldest_geckodriver" ]
}

need_chromium() {
  if ! given TASKDECK_CHROMIUM; then
    TASKDECK_CHROMIUM=$(first_program true < <(chromium_places)) || {
      have apt-get ||
        die "there is no Chromium or Chrome: install one, or set TASKDECK_CHROMIUM to its path, then run this again"
      install "Chromium and its driver" apt chromium chromium-driver
      TASKDECK_CHROMIUM=$(first_program true < <(chromium_places)) ||
        die "Chromium was installed but not found: set TASKDECK_CHROMIUM to its path, then run this again"
    }
  fi
  export TASKDECK_CHROMIUM
}

need_chromedriver() {
  need_chromium
  given CHROMEDRIVER && return 0
  CHROMEDRIVER=$(first_program fits_chromedriver < <(chromedriver_places)) && return 0
  local major
  major=$(version_of "$TASKDECK_CHROMIUM")
  major=${major%%.*}
  # Debian's driver is made for Debian's Chromium.
  case $TASKDECK_CHROMIUM in
    /usr/bin/chromium | /usr/lib/chromium/chromium)
      if have apt-get; then
        install "the driver of Chromium" apt chromium-driver
        CHROMEDRIVER=$(first_program fits_chromedriver < <(chromedriver_places)) && return 0
      fi
      ;;
  esac
  die "there is no chromedriver for $TASKDECK_CHROMIUM: install chromedriver ${major:-of the same version} (macOS: brew install --cask chromedriver), or set CHROMEDRIVER to its path, then run this again"
}

need_firefox() {
  if ! given TASKDECK_FIREFOX; then
    TASKDECK_FIREFOX=$(first_program true < <(firefox_places)) || {
      have apt-get || die "there is no Firefox: install it, or set TASKDECK_FIREFOX to its path, then run this again"
      install "Firefox" apt firefox-esr
      TASKDECK_FIREFOX=$(first_program true < <(firefox_places)) ||
        die "Firefox was installed but not found: set TASKDECK_FIREFOX to its path, then run this again"
    }
  fi
  export TASKDECK_FIREFOX
}

need_geckodriver() {
  need_firefox
  given GECKODRIVER && return 0
  if ! link_fitting geckodriver fits_geckodriver; then
    need_rust
    install "geckodriver $geckodriver_version (about a minute)" cargo_tool geckodriver $geckodriver_version --locked
  fi
  GECKODRIVER=$(command -v geckodriver)
}

need_browsers() {
  need_chromedriver
  need_geckodriver
}

# capabilities KEY BROWSER: prints the path of a copy of webdriver.json that starts this browser.
capabilities() {
  local to=$root/target/webdriver-${1%%:*}.json line path=$2
  path=${path//\\/\\\\}
  path=${path//\"/\\\"}
  mkdir -p "$root/target"
  while IFS= read -r line; do
    printf '%s\n' "$line"
    case $line in *"\"$1\": {"*) printf '    "binary": "%s",\n' "$path" ;; esac
  done <"$root/webdriver.json" >"$to"
  printf '%s\n' "$to"
}
