#!/usr/bin/env bash
# What a pull request changes, for its comment: scripts/pull_request.sh BASE OUT
#   OUT/comment.md      provisions, figures, references, rules and verdicts that it touches
#   OUT/proposal.patch  what a machine can do about it (scripts/proposals.sh), for `git apply`
#   OUT/files/          the same as whole files, to be uploaded on the page of the Git host
#   OUT/pages/          the pages of the site that differ from those of BASE, as they will look
# Called by the pipelines of all Git hosts; runs by hand as well. Status 1: there is something to mend.
set -euo pipefail
cd "$(dirname "$0")/.."
base=${1:?基准（分支或提交号）} out=${2:?写到哪个文件夹}
git rev-parse --verify --quiet "$base^{commit}" > /dev/null \
    || { echo "没有这个分支或提交：$base" >&2; exit 2; }
[ -x .venv/bin/handbook ] || make .venv/runtime.stamp
rm -rf "$out/files" "$out/pages" "$out/proposal.patch" "$out/pages.txt" "$out/rules.patch"
mkdir -p "$out"
out=$(cd "$out" && pwd)
old=$(mktemp -d) mended=$(mktemp -d)
trap 'rm -rf "$old" "$mended"' EXIT
git archive "$base" | tar -x -C "$old"
cp -r regulations "$mended/regulations"
status=0

say() { printf '%s\n' "$@" >> "$out/comment.md"; }

# A tree of the regulations in a folder, in an index of its own, the user's left alone.
tree_of() {
    GIT_INDEX_FILE="$mended/index" git read-tree --empty
    GIT_INDEX_FILE="$mended/index" git --work-tree="$1" add --force -- regulations
    GIT_INDEX_FILE="$mended/index" git write-tree
}

if ! .venv/bin/handbook diff "$base" --format md > "$out/comment.md" 2> "$out/errors.txt"; then
    status=1
    { echo "### 这次修改还有错"; echo; echo "改正下面的问题以后，这里会写出修改动了什么："; echo
      sed 's/^/    /' "$out/errors.txt"; } > "$out/comment.md"
else
    # The report of proposals goes to its own file: what it cannot do lint says again, with places.
    scripts/proposals.sh "$old/regulations" "$mended/regulations" > "$out/proposal.txt" 2>&1 || true
    mine=$(tree_of .) theirs=$(tree_of "$mended")
    if [ "$mine" != "$theirs" ]; then
        # What the change is worth shows once versions are opened and rules read the new words.
        if .venv/bin/handbook diff "$old/regulations" "$mended/regulations" --format md \
                > "$out/mended.md" 2> /dev/null; then
            mv "$out/mended.md" "$out/comment.md"
        fi
        rm -f "$out/mended.md"
        git -c core.quotepath=off diff "$mine" "$theirs" > "$out/proposal.patch"
        say "" "#### 可以代改的" "" \
            "下面几个文件有现成的改法（产物 \`proposal.patch\`，整份文件在产物的 \`files/\` 里）。怎样用上，见《给编辑：在网页上改》第五步。" ""
        while IFS= read -r -d '' file; do
            mkdir -p "$out/files/$(dirname "$file")"
            cp "$mended/$file" "$out/files/$file"
            say "- \`$file\`"
        done < <(git diff --name-only --diff-filter=d -z "$mine" "$theirs")
        git -c core.quotepath=off diff "$mine" "$theirs" -- 'regulations/*/*/rules.yml' > "$out/rules.patch"
        if [ -s "$out/rules.patch" ]; then
            say "" "规则的引文这样改，请规则的负责人核对：" "" '~~~~diff'
            cat "$out/rules.patch" >> "$out/comment.md"
            say '~~~~'
        fi
    fi
    if ! (cd "$mended" && "$OLDPWD/.venv/bin/handbook" lint) > "$out/lint.txt" 2>> "$out/errors.txt"
    then
        status=1
        also=$([ "$mine" = "$theirs" ] || echo "（用上代改的以后）")
        say "" "#### 要人改正的$also" ""
        sed -n "s|$mended/||g; s/^错误：/    /p" "$out/proposal.txt" >> "$out/comment.md"
        { grep -E '^[^ ]+ 错误 ' "$out/lint.txt" || true; } | head -20 | sed 's/^/    /' >> "$out/comment.md"
        sed 's/^/    /' "$out/errors.txt" >> "$out/comment.md"
    elif [ "$mine" != "$theirs" ] && ! .venv/bin/handbook lint > /dev/null 2>&1; then
        status=1
        say "" "用上代改的，检查就没有错误。"
    fi
fi
if [ "$status" = 0 ] && make --no-print-directory site > "$out/build.txt" 2>&1; then
    # The pages of BASE, built by what is there now: only texts and rules make a difference.
    if HANDBOOK_REGULATIONS="$old/regulations" .venv/bin/mkdocs build --quiet \
            --site-dir "$old/site" >> "$out/build.txt" 2>&1; then
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
elif [ "$status" = 0 ]; then
    status=1
    say "" "#### 网站没有生成" "" "原因在产物 \`build.txt\` 里，请找工程师看。"
fi
exit "$status"
