#!/usr/bin/env bash
# Makes .venv from the locks in requirements/. Usage: scripts/setup.sh runtime|dev
# Called by make; needs no root, except that it installs python3-venv itself where it is root.
set -euo pipefail
cd "$(dirname "$0")/.."
lock="requirements/${1:?runtime|dev}.lock"
venv=.venv

say() { printf '%s\n' "$*" >&2; }

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    local name
    for name in ${PYTHON:+"$PYTHON"} python3.11 python3 python3.12 python3.13 python3.14; do
        if usable "$name"; then
            printf '%s' "$name"
            return
        fi
    done
    say "没有找到 Python 3.11 或更新的版本。请先安装，然后重新运行同一条命令："
    say "  Debian 12 / Ubuntu 24.04 及更新：sudo apt-get update && sudo apt-get install -y python3 python3-venv"
    say "  Fedora / RHEL：sudo dnf install -y python3.11"
    say "  macOS（Homebrew）：brew install python@3.11"
    say "  Windows：请在 WSL 的 Debian 或 Ubuntu 里运行"
    say "已装在别处时，用 PYTHON 指明：make serve PYTHON=/路径/python3.11"
    exit 1
}

# Debian and Ubuntu ship venv without ensurepip; the missing piece is a package of its own.
need_ensurepip() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null && return
    local package
    package="$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    if ! command -v apt-get >/dev/null; then
        say "这个 Python 缺少 venv 或 ensurepip 模块：$1。请安装完整的 Python 3.11 后重试。"
        exit 1
    fi
    if [ "$(id -u)" != 0 ]; then
        say "缺少 Python 的 venv 组件。请先运行下面这条命令，然后重新运行 make："
        say "  sudo apt-get update && sudo apt-get install -y $package"
        exit 1
    fi
    say "正在安装 $package …"
    apt-get update -q >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$package" >/dev/null
}

if ! usable "$venv/bin/python"; then
    python="$(find_python)"
    need_ensurepip "$python"
    say "正在建立 $venv（$("$python" --version)）…"
    rm -rf "$venv"
    "$python" -m venv "$venv" || { rm -rf "$venv"; exit 1; }
fi

# Bytecode is wanted even where the environment forbids it: without it every start is 2–5 times slower.
unset PYTHONDONTWRITEBYTECODE
pip() {
    if ! "$venv/bin/python" -m pip --disable-pip-version-check --no-input -qq "$@"; then
        say "安装依赖没有完成。请检查网络或 pip 的镜像设置，然后重新运行同一条命令；已装好的部分会保留。"
        exit 1
    fi
}
say "正在按 $lock 安装依赖（首次约需一两分钟）…"
pip install --require-hashes -r requirements/build.lock
pip install --require-hashes --no-deps --no-build-isolation -r "$lock"
PYTHONWARNINGS=ignore pip install --no-deps --no-build-isolation --editable .
"$venv/bin/python" -m compileall -q handbook checker plugins
