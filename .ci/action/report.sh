#!/usr/bin/env bash
# One comparison in every form: Markdown for the job's summary and the comment, JUnit, SARIF, the page. Says how it ended, and leaves the judgement
# to the last step, so that what was found is shown whatever it is.
set -euo pipefail
folder=.heapblame/$NAME
mkdir -p "$folder"
if [ "$BASE_FROM" = cache ] && ! [ -e "$BEFORE" ]; then
  echo "### $NAME: nothing to compare with yet" >> "$GITHUB_STEP_SUMMARY"
  echo "outcome=no-base" >> "$GITHUB_OUTPUT"
  exit 0
fi
words=(check "$BEFORE" "$AFTER" --max-growth "$MAX_GROWTH")
[ -z "$SCOPE" ] || words+=(--scope "$SCOPE")
code=0
"$HEAPBLAME" "${words[@]}" -f markdown -o "$folder/check.md" || code=$?
case $code in
  0) outcome=ok ;;
  1) outcome=grown ;;
  125) outcome=unmeasurable ;;
  *) exit "$code" ;;
esac
for format in junit:heap.xml sarif:heap.sarif; do
  "$HEAPBLAME" "${words[@]}" -f "${format%%:*}" -o "$folder/${format#*:}" || [ $? = "$code" ]
done
"$HEAPBLAME" diff "$BEFORE" "$AFTER" -o "$folder/heap.html"
"$HEAPBLAME" diff "$BEFORE" "$AFTER" -o "$folder/heap.md"
{
  echo "## $NAME: $outcome"
  echo
  cat "$folder/check.md"
  echo
  echo "<details><summary>Who grew</summary>"
  echo
  cat "$folder/heap.md"
  echo
  echo "</details>"
} > "$folder/summary.md"
cat "$folder/summary.md" >> "$GITHUB_STEP_SUMMARY"
echo "outcome=$outcome" >> "$GITHUB_OUTPUT"
echo "page=$folder/heap.html" >> "$GITHUB_OUTPUT"
