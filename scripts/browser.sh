#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests; installs it through apt where it is root.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

find_chromium() {
    local name
    for name in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# Screenshots without a Chinese font are rows of boxes.
has_font() { ! command -v fc-list >/dev/null || [ -n "$(fc-list :lang=zh family)" ]; }

if ! { find_chromium >/dev/null && has_font; }; then
    if ! command -v apt-get >/dev/null; then
        say "浏览器测试需要 Chromium（或 Chrome）和中文字体。请安装后重试；装在别处时用 CHROMIUM=/路径 指明。"
        say "  Fedora：sudo dnf install -y chromium google-noto-sans-cjk-fonts"
        say "  macOS（Homebrew）：brew install --cask chromium"
        exit 1
    fi
    if [ "$(id -u)" != 0 ]; then
        say "浏览器测试需要 Chromium 和中文字体。请先运行下面这条命令，然后重新运行 make test："
        say "  sudo apt-get update && sudo apt-get install -y chromium fonts-noto-cjk"
        exit 1
    fi
    say "正在安装 Chromium 和中文字体…"
    apt-get update -q >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
        chromium fonts-noto-cjk >/dev/null
fi
find_chromium || { say "已安装，但找不到能运行的 Chromium。请用 CHROMIUM=/路径 指明。"; exit 1; }
