#!/usr/bin/env bash
# Fails the job beyond the budget only; what cannot be told is a warning.
set -euo pipefail
case $OUTCOME in
  grown)
    echo "::error title=heapblame::the heap grew beyond its budget"
    exit 1
    ;;
  unmeasurable) echo "::warning title=heapblame::these profiles cannot tell whether the heap grew" ;;
esac
