#!/usr/bin/env bash
# What a pull request changes, for its comment: scripts/pull_request.sh BASE OUT
#   OUT/comment.md   provisions, figures, references, rules and verdicts that it touches
#   OUT/pages/       the pages of the site that differ from those of BASE, as they will look
# Called by the pipelines of all Git hosts; runs by hand as well.
set -euo pipefail
cd "$(dirname "$0")/.."
base=${1:?基准（分支或提交号）} out=${2:?写到哪个文件夹}
mkdir -p "$out"
[ -x .venv/bin/handbook ] || make .venv/runtime.stamp
status=0
if ! .venv/bin/handbook diff "$base" --format md > "$out/comment.md" 2> "$out/errors.txt"; then
  status=1
  { echo "### 这次修改还有错"; echo; echo "改正下面的问题以后，这里会写出修改动了什么："; echo
    sed 's/^/    /' "$out/errors.txt"; } > "$out/comment.md"
fi
if [ "$status" = 0 ] && make --no-print-directory site > "$out/build.txt" 2>&1; then
  old=$(mktemp -d)
  trap 'rm -rf "$old"' EXIT
  git archive "$base" | tar -x -C "$old"
  # The pages of BASE, built by what is there now: only texts and rules make a difference.
  if HANDBOOK_REGULATIONS="$old/regulations" .venv/bin/mkdocs build --quiet --site-dir "$old/site" \
      >> "$out/build.txt" 2>&1; then
    mkdir -p "$out/pages"
    (cd site && find . -name '*.html' -print0) | while IFS= read -r -d '' page; do
      # Names of files that hold a hash differ in every page; they are no difference.
      if ! cmp -s <(sed -E 's/\.[0-9a-f]{10}\.(js|css)/.\1/g' "site/$page") \
                  <(sed -E 's/\.[0-9a-f]{10}\.(js|css)/.\1/g' "$old/site/$page" 2>/dev/null); then
        mkdir -p "$out/pages/$(dirname "$page")"
        cp "site/$page" "$out/pages/$page"
        echo "${page#./}"
      fi
    done | sort > "$out/pages.txt"
    { echo; echo "#### 变了样子的页面（$(wc -l < "$out/pages.txt") 页）"; echo
      head -40 "$out/pages.txt" | sed 's/^/- /; s/index\.html$//'; } >> "$out/comment.md"
  fi
fi
exit "$status"
