# Two environments, each built when it is missing or its requirements changed: .venv/ with what a run needs, and
# .venv-test/ with the tools of the checks besides.
PYTHON ?= python3
RUN := .venv/bin
BIN := .venv-test/bin
RUN_READY := .venv/.ready
READY := .venv-test/.ready

# What this file says is in the language of the command: QINGDAN_LANG, else the locale.
CHINESE := $(filter zh%,$(or $(QINGDAN_LANG),$(LC_ALL),$(LC_MESSAGES),$(LANG)))
ifeq ($(CHINESE),)
MAKING = making the environment $(1)/ with qingdan[$(2)]: once, until its requirements change
BUILDING := building the releases in raw/
OLD_PYTHON := qingdan needs Python 3.11 or newer: make PYTHON=python3.11 …
else
MAKING = 正在建立环境 $(1)/，安装 qingdan[$(2)]：只需一次，直到所需程序有变
BUILDING := 正在处理 raw/ 中的文件
OLD_PYTHON := qingdan 需要 Python 3.11 或更高版本：make PYTHON=python3.11 …
endif

.DEFAULT_GOAL := help
.PHONY: help setup run test lint explore forge typeset hostile bench bench-peers install-costs nights docs clean

help:
ifeq ($(CHINESE),)
	@echo "make run    build the releases in raw/: tables in processed/latest, pages to look at in processed/site"
	@echo "make test   all checks: ruff, mypy --strict, import-linter, pytest"
	@echo "make lint   the checks without pytest"
	@echo "make explore  property tests on many new random examples"
	@echo "make forge  1,000 forged documents of each format (DOCUMENTS=n for another number)"
	@echo "make typeset  200 documents printed by LibreOffice and a browser, and read (DOCUMENTS=n); five minutes"
	@echo "make hostile  hostile documents, archives and folders: all must be held; half an hour (SIZE=n characters)"
	@echo "make bench  measure costs beside what a user would pick instead; writes docs/benchmarks.md"
	@echo "make bench-peers  the same, with other tools in an environment of their own (.venv-peers/)"
	@echo "make docs   the documentation as a site in both languages, in docs-site/"
	@echo "make install-costs  sizes and times of a first make run and of the reader, in a fresh clone"
	@echo "make nights  two years of nights: what they cost and leave behind (NIGHTS=n for fewer)"
	@echo "make setup  only build the environment of the checks, .venv-test/"
	@echo "make clean  remove the environments and caches"
else
	@echo "make run    处理 raw/ 中的文件：表格在 processed/latest，可浏览的网页在 processed/site"
	@echo "make test   全部检查：ruff、mypy --strict、import-linter、pytest"
	@echo "make lint   除 pytest 之外的检查"
	@echo "make explore  用许多新的随机例子作性质测试"
	@echo "make forge  每种格式 1,000 份仿造的文件（DOCUMENTS=n 可改数量）"
	@echo "make typeset  由 LibreOffice 和浏览器排印 200 份文件再读取（DOCUMENTS=n 可改数量）；约五分钟"
	@echo "make hostile  恶意的文件、压缩包和文件夹：须全部挡住；约半小时（SIZE=n 个字符）"
	@echo "make bench  与其他常用办法比较开销；写入 docs/benchmarks.md"
	@echo "make bench-peers  同上，并与其他工具比较，装在单独的环境中（.venv-peers/）"
	@echo "make docs   把全部说明生成一个双语网站，在 docs-site/"
	@echo "make install-costs  在全新的克隆中测量首次 make run 和读取部分的大小与用时"
	@echo "make nights  两年的夜间运行：开销和留下的内容（NIGHTS=n 可减少）"
	@echo "make setup  只建立检查所用的环境 .venv-test/"
	@echo "make clean  删除各环境和缓存"
endif

setup: $(READY)

# $(call told,COMMANDS): what takes long says so every few seconds, unless a terminal shows its progress anyway.
told = (s=0; while sleep 4; do s=$$((s + 4)); test -n "$(2)" && test -t 1 || echo "… $$s s"; done) & ticker=$$!; \
	trap "kill $$ticker 2>/dev/null" EXIT INT TERM; $(1)

# Libraries that children import when they meet a format: confined, they can write no byte code.
IN_CHILDREN := charset_normalizer cryptography jieba pdfminer pdfplumber pypdfium2 pypdfium2_raw selectolax
COMPILE := import sys, sysconfig; from compileall import compile_dir; root = sysconfig.get_paths()["purelib"]; \
	[compile_dir(f"{root}/{name}", quiet=2) for name in sys.argv[1:]]

# $(call environment,FOLDER,EXTRA): pip says what it fetches and installs. Other modules are compiled when they are first
# imported: compiling all of them takes longer than a run.
define environment
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "$(OLD_PYTHON)")'
	@echo "$(MAKING)"
	@$(call told,$(PYTHON) -m venv $(1) && $(1)/bin/python -m pip install --disable-pip-version-check --no-compile \
		--constraint constraints.txt --editable '.[$(2)]')
	@$(1)/bin/python -c '$(COMPILE)' $(IN_CHILDREN)
endef

# What no run uses goes: the tests of the libraries, and the symbol tables that some ship in their modules.
UNSTRIPPED := asyncpg preshed spacy srsly thinc
define slim
	@echo "leaving out what no run uses"
	@$(call told,find .venv -path '*/site-packages/*' -type d \( -name tests -o -name test \) -prune -exec rm -rf {} +; \
		if command -v strip >/dev/null; then for name in $(UNSTRIPPED); do \
		find .venv -path "*/site-packages/$$name/*" -name '*.so' -exec strip --strip-unneeded {} +; done; fi)
endef

$(RUN_READY): pyproject.toml constraints.txt
	$(call environment,.venv,run)
	$(slim)
	@touch $@

$(READY): pyproject.toml constraints.txt
	$(call environment,.venv-test,test)
	@touch $@

run: $(RUN_READY)
	@echo "$(BUILDING)"
	@$(call told,$(RUN)/qingdan run; status=$$?; test $$status -eq 2 || $(RUN)/qingdan site && exit $$status,bars)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# A file of tests stays in one process: its fixtures build releases.
test: lint
	$(BIN)/python -m pytest -n 2 --dist loadfile

explore: $(READY)
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest -m hypothesis

DOCUMENTS ?= 1000
forge: $(READY)
	FORGE_DOCUMENTS=$(DOCUMENTS) $(BIN)/python -m pytest tests/forge

typeset: DOCUMENTS = 200
typeset: $(READY)
	TYPESET_DOCUMENTS=$(DOCUMENTS) $(BIN)/python -m pytest tests/typeset

SIZE ?= 400000
hostile: $(READY)
	$(BIN)/python -m tests.hostile $(SIZE)

bench: $(READY)
	$(BIN)/python -m benchmarks $(BENCH)

install-costs:
	$(PYTHON) -m benchmarks.install

NIGHTS ?= 730
nights: $(READY)
	$(BIN)/python -m benchmarks.nights $(NIGHTS)

bench-peers: $(READY)
	test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet 'markitdown[pdf]>=0.1,<0.2' 'docvortex>=0.6,<0.7'
	$(BIN)/python -m benchmarks --peers .venv-peers/bin/python $(BENCH)

docs: $(READY)
	$(BIN)/python -m tests.tools.docs_site .docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "open docs-site/index.html"

clean:
	rm -rf .docs docs-site .venv .venv-test .venv-peers .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
