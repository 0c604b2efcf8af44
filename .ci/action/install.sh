#!/usr/bin/env bash
# The program that the other steps run: the one that is named, else this repository's, built.
set -euo pipefail
program=$HEAPBLAME
if [ -z "$program" ]; then
  root=$(cd "$GITHUB_ACTION_PATH/../.." && pwd)
  (cd "$root" && npm ci --ignore-scripts --no-audit --no-fund && npm run build)
  program=$root/bin/heapblame.js
fi
"$program" --version
echo "heapblame=$program" >> "$GITHUB_OUTPUT"
