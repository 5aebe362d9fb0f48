#!/bin/sh
# Installs a program that tests need from the system's packages, and says so: `sh tests/install.sh browser|postgres`.
set -eu
case "${1:-}" in
browser)
    what=Chromium size=400 packages="chromium fonts-dejavu-core"
    found=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
    ;;
postgres)
    what="PostgreSQL, for tests that start servers of their own" size=60
    packages="--no-install-recommends postgresql"
    found=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null || command -v initdb || true)
    ;;
*)
    echo "Say which: sh tests/install.sh browser, or postgres" >&2
    exit 2
    ;;
esac
if [ -n "$found" ]; then
    echo "Here already: $found"
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "This is not Debian or Ubuntu: install $what with your system's package manager." >&2
    exit 1
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "Run as root: apt-get install $packages" >&2; exit 1; }
    as_root=sudo
fi
echo "Installing $what (about $size MB): apt-get install $packages"
$as_root apt-get update -qq
# shellcheck disable=SC2086  # one word a package
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq $packages >/dev/null
