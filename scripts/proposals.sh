#!/usr/bin/env bash
# Does what a machine can do for an edit made in the browser: scripts/proposals.sh BASE [REGULATIONS]
#   - a text that was edited where it stands becomes a version, the old one goes to history/;
#   - texts are put into the standard way of writing;
#   - quotes that a rewording took away are bound anew.
# BASE: a folder of regulations or a Git revision. Says on stderr what is left for a person.
set -euo pipefail
cd "$(dirname "$0")/.."
base=${1:?基准（分支、提交号或文件夹）} regulations=${2:-regulations}
status=0
[ -x .venv/bin/handbook ] || make .venv/runtime.stamp
.venv/bin/handbook amend --from "$base" --regulations "$regulations" || status=1
find "$regulations" -mindepth 3 -maxdepth 3 -name text.md -print0 \
    | xargs -0 .venv/bin/handbook fmt || status=1
# Without its version a text would take the old quotes away from the rules; they are still needed.
if [ "$status" = 0 ]; then
    .venv/bin/handbook rebind --write --regulations "$regulations" > /dev/null || status=1
fi
exit "$status"
