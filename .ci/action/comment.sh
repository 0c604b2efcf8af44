#!/usr/bin/env bash
# One comment on the pull request, written anew by each run: it is known by the line it begins with.
set -euo pipefail
number=$(node -p 'JSON.parse(fs.readFileSync(process.env.GITHUB_EVENT_PATH, "utf8")).pull_request?.number ?? ""')
[ -n "$number" ] || exit 0
mark="<!-- heapblame $NAME -->"
body=.heapblame/$NAME/comment.md
# GitHub takes 65,536 characters.
{ echo "$mark"; head -c 60000 ".heapblame/$NAME/summary.md"; } > "$body"
comments=repos/$GITHUB_REPOSITORY/issues
mine=$(MARK=$mark gh api --paginate "$comments/$number/comments" --jq '.[] | select(.body | startswith(env.MARK)) | .id')
id=${mine%%$'\n'*}
if [ -n "$id" ]; then
  gh api --method PATCH "$comments/comments/$id" --field "body=@$body" --silent
else
  gh api --method POST "$comments/$number/comments" --field "body=@$body" --silent
fi
