#!/usr/bin/env bash
# One comment on the pull request, written anew by each run: it is known by the line it begins with.
set -euo pipefail
number=$(node -p 'JSON.parse(fs.readFileSync(process.env.GITHUB_EVENT_PATH, "utf8")).pull_request?.number ?? ""')
[ -n "$number" ] || exit 0
mark="<!-- heapblame $NAME -->"
body=.heapblame/$NAME/comment.md
# GitHub takes 65,536 characters. What is longer ends with a whole line, what is open there is closed, and the comment says so.
shorten='
  { size += length($0) + 1 }
  size > 60000 { isCut = 1; exit }
  { print }
  /^```/ { isCode = !isCode }
  !isCode { open += gsub(/<details>/, "&") - gsub(/<\/details>/, "&") }
  END {
    if (!isCut) exit
    if (isCode) print "```"
    while (open-- > 0) print "\n</details>"
    print "\nCut here, as comments may not be longer: the summary of the job has all of it."
  }'
{ echo "$mark"; LC_ALL=C awk "$shorten" ".heapblame/$NAME/summary.md"; } > "$body"
comments=repos/$GITHUB_REPOSITORY/issues
mine=$(MARK=$mark gh api --paginate "$comments/$number/comments" --jq '.[] | select(.body | startswith(env.MARK)) | .id')
id=${mine%%$'\n'*}
if [ -n "$id" ]; then
  gh api --method PATCH "$comments/comments/$id" --field "body=@$body" --silent
else
  gh api --method POST "$comments/$number/comments" --field "body=@$body" --silent
fi
