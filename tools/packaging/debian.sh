#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Makes a Debian package of the program with its runtime, so that it needs no .NET: for Debian 12, Ubuntu 22.04 and later, on the architecture that this runs on. Needs dpkg-deb.
#
#   tools/packaging/debian.sh [FOLDER]     writes FOLDER/fastsipalg_VERSION_ARCHITECTURE.deb (default: out)
#
# The service is enabled, but does not start before there is an /etc/fastsipalg/fastsipalg.conf.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
out=$(mkdir -p "${1:-out}" && cd "${1:-out}" && pwd)
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
fail() { echo "debian.sh: $*" >&2; exit 1; }

command -v dpkg-deb >/dev/null || fail "dpkg-deb is missing: this needs Debian or its kin"
architecture=$(dpkg --print-architecture)
[[ $architecture =~ ^(amd64|arm64)$ ]] || fail "the program is not built for $architecture"
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
chmod 755 "$stage"

dotnet publish "$root/src/FastSipAlg" -c Release -p:PublishSelfContained=true -p:DebugType=none -o "$stage/usr/lib/fastsipalg" </dev/null
find "$stage/usr/lib/fastsipalg" -name '*.xml' -delete
find "$stage/usr/lib/fastsipalg" -type f -exec chmod 644 {} +
chmod 755 "$stage/usr/lib/fastsipalg/fastsipalg"
mkdir -p "$stage/usr/bin"
ln -s ../lib/fastsipalg/fastsipalg "$stage/usr/bin/fastsipalg"

install -Dm644 "$here/fastsipalg.service" "$stage/lib/systemd/system/fastsipalg.service"
documents=$stage/usr/share/doc/fastsipalg
install -Dm644 "$root/README.md" "$documents/README.md"
install -Dm644 "$root/LICENSE" "$documents/copyright"
install -Dm644 -t "$documents/examples" "$here/fastsipalg.conf" "$here/haproxy.cfg" "$here/kubernetes.yaml" "$here/prometheus-rules.yaml" "$here/grafana-dashboard.json"

mkdir "$stage/DEBIAN"
cat >"$stage/DEBIAN/control" <<CONTROL
Package: fastsipalg
Version: $version
Architecture: $architecture
Section: net
Priority: optional
Maintainer: FastSipAlg <fastsipalg@localhost>
Installed-Size: $(du -sk --exclude=DEBIAN "$stage" | cut -f1)
Depends: adduser, libc6 (>= 2.34), libgcc-s1, libstdc++6, libssl3 | libssl3t64
Recommends: ca-certificates
Description: SIP-over-TLS application layer gateway
 Phones open TLS to it, it opens TLS to their SIP server; each SIP message
 between them is inspected against a VoIP profile and forwarded as it came.
CONTROL

cat >"$stage/DEBIAN/postinst" <<'POSTINST'
#!/bin/sh
set -e
if [ "$1" = configure ]; then
    adduser --system --group --quiet --no-create-home --home /nonexistent fastsipalg
    # The service reads it and writes nothing; certificates are imported as this user.
    [ -d /etc/fastsipalg ] || install -d -m 750 -o root -g fastsipalg /etc/fastsipalg
    [ -d /etc/fastsipalg/certificates ] || install -d -m 700 -o fastsipalg -g fastsipalg /etc/fastsipalg/certificates
    if [ -d /run/systemd/system ]; then
        systemctl daemon-reload
        systemctl enable --quiet fastsipalg.service
        systemctl restart fastsipalg.service
    fi
fi
POSTINST
cat >"$stage/DEBIAN/prerm" <<'PRERM'
#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then
    systemctl disable --now --quiet fastsipalg.service
fi
PRERM
cat >"$stage/DEBIAN/postrm" <<'POSTRM'
#!/bin/sh
set -e
[ ! -d /run/systemd/system ] || systemctl daemon-reload
if [ "$1" = purge ]; then
    # Configuration, certificates and keys are not the package's.
    rmdir --ignore-fail-on-non-empty /etc/fastsipalg/certificates /etc/fastsipalg
fi
POSTRM
chmod 755 "$stage/DEBIAN/postinst" "$stage/DEBIAN/prerm" "$stage/DEBIAN/postrm"

package=$out/fastsipalg_${version}_$architecture.deb
dpkg-deb --root-owner-group --build "$stage" "$package"
