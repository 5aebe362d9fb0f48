#!/bin/sh
# Installs PostgreSQL from the system's packages, for the tests of a gradebook on a server; says what it installs.
set -eu
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1; then
    echo "PostgreSQL is here already."
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "This is not Debian or Ubuntu: install PostgreSQL with your system's package manager." >&2
    exit 1
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "Run as root: apt-get install postgresql" >&2; exit 1; }
    as_root=sudo
fi
echo "Installing the system package postgresql (about 60 MB); the tests start servers of their own"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends postgresql >/dev/null
ls -d /usr/lib/postgresql/*/bin
