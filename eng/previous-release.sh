#!/usr/bin/env bash
# Builds the release named in eng/previous-release into artifacts/previous-release: the tests of rolling upgrades run it beside this one.
set -euo pipefail
cd "$(dirname "$0")/.."
commit=$(<eng/previous-release)
folder=artifacts/previous-release
# The last thing written: a build that was broken off is no build.
built=$folder/built
[[ -f $built && $(<"$built") == "$commit" ]] && exit
rm -rf "$folder"
# In a container the clone may belong to another user than the one who builds.
git() { command git -c safe.directory='*' "$@"; }
if ! git cat-file -e "$commit^{commit}" 2>/dev/null; then
  echo "This copy has no history with $commit in it: the tests of rolling upgrades are skipped."
  exit
fi
mkdir -p "$folder"
git archive "$commit" | tar -x -C "$folder"
dotnet build "$folder/src/Api" --configuration Release --nologo --verbosity quiet --disable-build-servers
echo "$commit" >"$built"
