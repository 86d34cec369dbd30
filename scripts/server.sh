#!/usr/bin/env bash
# Prints the path of an nginx for the test of the published site; installs it through apt where it
# is root. Elsewhere it is done without, and that test says so.
set -euo pipefail

find_nginx() { command -v nginx || PATH="/usr/sbin:$PATH" command -v nginx; }

if ! find_nginx >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "正在安装 nginx…" >&2
    apt-get update -q >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends nginx-light >/dev/null
fi
find_nginx || echo "没有 nginx，发布到 nginx 的那项测试这次不做。" >&2
