#!/usr/bin/env bash
# What the next runs are compared with.
set -euo pipefail
mkdir -p .heapblame
cp "$AFTER" ".heapblame/$NAME.base"
