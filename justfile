# Shortcuts for people. .ci/run and the README call the same commands and need no just.

# Everything that CI checks.
check:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items
    cargo test

# Draw the pictures of the README from the real screens.
shots:
    UPDATE_SHOTS=1 cargo test --test it shots

# Refresh the generated parts of the README.
readme:
    UPDATE_README=1 cargo test readme

# Measure, as ratios within one run.
bench:
    cargo bench

# Start a new numbered migration, up and down.
migration NAME:
    #!/usr/bin/env bash
    set -euo pipefail
    last=$(ls migrations | grep '^[0-9]' | sort | tail -n 1 | cut -d- -f1)
    folder="migrations/$(printf '%02d' $((10#$last + 1)))-{{NAME}}"
    mkdir "$folder"
    printf -- '-- Why this migration is needed.\n' > "$folder/up.sql"
    printf -- '-- The way back.\n' > "$folder/down.sql"
    echo "$folder: write up.sql and down.sql; a migration that is on main is never edited."

# Start a new numbered reference seed.
seed NAME:
    #!/usr/bin/env bash
    set -euo pipefail
    last=$(ls seeds/reference | grep '^[0-9]' | sort | tail -n 1 | cut -d- -f1)
    file="seeds/reference/$(printf '%02d' $((10#$last + 1)))-{{NAME}}.json"
    printf '{}\n' > "$file"
    echo "$file: its fields are the lists that src/store/seed.rs reads."
