#!/bin/sh
# Installs Chromium and its fonts from the system's packages, for the browser tests; says what it installs.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        echo "A browser is here already: $(command -v "$name")"
        exit 0
    fi
done
if ! command -v apt-get >/dev/null 2>&1; then
    echo "This is not Debian or Ubuntu: install Chromium with your system's package manager." >&2
    exit 1
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "Run as root: apt-get install chromium fonts-dejavu-core" >&2; exit 1; }
    as_root=sudo
fi
echo "Installing the system packages chromium and fonts-dejavu-core (about 400 MB)"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium fonts-dejavu-core >/dev/null
chromium --version
