#!/usr/bin/env bash
# Adds a migration to both databases: eng/migrate.sh AddedWhat
# One model, two migration sets; a test fails when one of them is behind the model.
set -euo pipefail
cd "$(dirname "$0")/.."
name=${1:?usage: eng/migrate.sh NameOfTheChange}
dotnet tool restore
dotnet restore src/Core
for database in Sqlite Postgres; do
  dotnet ef migrations add "$name" --project src/Core --context "${database}Db" --output-dir "Storage/Migrations/$database"
done
