# The commands of this project; `make` alone lists them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run dev test soak lint bench

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## prepare the machine, build the portal and start it on http://127.0.0.1:3000 (ARGS="…" goes to it)
	@exec setup/run.sh $(ARGS)

dev: ## the same unoptimised, rebuilt and reloaded as you edit
	@exec setup/dev.sh

test: ## everything: formatting, lints, unit tests, conformance, browser tests, budgets
	@exec setup/test.sh

soak: ## carrying operations out, for longer: random histories, the model, crashes and killed portals
	@exec setup/soak.sh

lint: ## only formatting and lints, the part to run before a commit
	@exec setup/test.sh lint

bench: ## measure the list page against static bytes and plain maud; writes a table
	@exec setup/bench.sh
