# Every target sets up what it needs by itself; a second run is fast. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
PORT ?= 8000
BIN := .venv/bin

# Material prints an advertisement box at every build without it.
export NO_MKDOCS_2_WARNING := 1
unexport PYTHONDONTWRITEBYTECODE

# --quiet would hide warnings from --strict; the build's words are shown only where it fails.
STRICT_BUILD = said="$$($(BIN)/mkdocs build --strict 2>&1)" || { echo "$$said" >&2; exit 1; }

.PHONY: help serve site test check parity format lock clean

help:  ## 列出全部命令
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 16

serve: .venv/runtime.stamp  ## 建好环境，生成手册，在 http://127.0.0.1:8000/ 打开（PORT= 换端口）
	@echo "正在生成手册…" >&2
	@$(BIN)/mkdocs serve --quiet --dev-addr 127.0.0.1:$(PORT)

site: .venv/runtime.stamp  ## 生成静态网站到 site/
	@$(BIN)/mkdocs build --quiet
	@echo "已生成：site/index.html"

test: .venv/dev.stamp  ## 运行全部测试（以 root 运行时自动安装 Chromium）
	@scripts/server.sh >/dev/null; CHROMIUM="$$(scripts/browser.sh)" && export CHROMIUM && \
		$(BIN)/python -m pytest

check: .venv/dev.stamp  ## 格式、静态检查、类型、网站严格生成、全部测试
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(STRICT_BUILD)
	@$(MAKE) --no-print-directory test

COUNT ?= 1000000
parity: .venv/dev.stamp  ## 同样的表，命令与网页里的校验逐字对照（COUNT= 张数，SEED= 种子）
	@$(BIN)/python tests/parity.py $(COUNT) $(SEED)

format: .venv/dev.stamp  ## 整理代码格式
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

UV ?= uv
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links
lock:  ## 重新锁定依赖版本（需要 uv）
	$(LOCK) requirements/build.in -o requirements/build.lock
	$(LOCK) pyproject.toml -o requirements/runtime.lock
	$(LOCK) pyproject.toml --extra dev -o requirements/dev.lock

clean:  ## 删除生成的网站与环境
	rm -rf .venv site .site.new .site.old build *.egg-info

SETUP := scripts/setup.sh pyproject.toml requirements/build.lock
.venv/runtime.stamp: $(SETUP) requirements/runtime.lock
	@scripts/setup.sh runtime
	@touch $@

# dev.lock holds everything of runtime.lock.
.venv/dev.stamp: $(SETUP) requirements/dev.lock
	@scripts/setup.sh dev
	@touch .venv/runtime.stamp $@
