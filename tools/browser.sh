#!/bin/sh
# Prints where a Chromium is, for the tests of the console: the machine's own; where it may, one is installed.
# Without one it prints nothing, and says on the error channel what is not tested and how to mend it.
set -u
for name in chromium chromium-browser google-chrome-stable google-chrome; do
  found=$(command -v "$name" 2>/dev/null) && { echo "$found"; exit 0; }
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  { apt-get update && apt-get install -y --no-install-recommends chromium; } >/dev/null 2>&1
  found=$(command -v chromium 2>/dev/null) && { echo "$found"; exit 0; }
fi
export PLAYWRIGHT_BROWSERS_PATH="$PWD/.venv/browsers"
.venv/bin/playwright install chromium >/dev/null 2>&1
found=$(find "$PLAYWRIGHT_BROWSERS_PATH" -type f \( -name chrome -o -name headless_shell -o -name chrome-headless-shell \) 2>/dev/null | head -n 1)
if [ -n "$found" ] && "$found" --version >/dev/null 2>&1; then echo "$found"; exit 0; fi
echo "browser: there is no Chromium here and none could be installed, so THE CONSOLE IS NOT TESTED IN A BROWSER;" >&2
echo "browser: install one (on Debian: apt-get install chromium), or say where it is with TOURNANT_CHROMIUM=/path" >&2
