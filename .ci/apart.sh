#!/usr/bin/env bash
# What can go wrong only elsewhere: in a clone that has nothing beside it, and as a user who is not root. Clones the commit that is checked out.
set -euo pipefail
cd "$(dirname "$0")/.."

# Tests that read profiles which may not be there, and those about files and who may write them.
without_corpus=$(grep -lE 'hasCorpus|profileFiles|brokenFiles|corpusFile|shared/corpus' -r test --include='*.test.ts' | grep -vE '^test/(differential|cluster)/' | sort)
about_files="test/fetch/files/output-file.test.ts test/cli/outputs.test.ts test/cli/system-errors.test.ts test/cli/streams.test.ts test/cli/capture-directory.test.ts"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
git clone -q . "$folder/heapblame"
cd "$folder/heapblame"
npm ci --no-audit --no-fund
# shellcheck disable=SC2086
node .ci/test.js $without_corpus

[ "$(id -u)" = 0 ] || exit 0
as_nobody="setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=$folder/home TMPDIR=$folder/tmp"
mkdir "$folder/home" "$folder/tmp" && chown 65534:65534 "$folder/home" "$folder/tmp"
# shellcheck disable=SC2086
$as_nobody node .ci/test.js $about_files
