#!/bin/sh
# Random sums in words against num2words (pip install num2words): words.sh [COUNT] [SEED]
set -eu
here=$(dirname "$0")
cargo run -q -p cabinet-documents --example words -- "${1:-100000}" "${2:-1}" | python3 "$here/words.py"
