#!/usr/bin/env bash
# Brings up to date what docs/ has from the code: configuration.md, openapi.json, the table in replies.md.
set -euo pipefail
cd "$(dirname "$0")/.."
WRITE_DOCS=1 ./test unit --filter-class AgentMail.Tests.Docs.GeneratedDocsTests
