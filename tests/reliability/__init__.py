"""What the archive bears: programs that kill, crowd and fuzz a real one; their figures are in docs/reliability.md.

    .venv/bin/python -m tests.reliability kill --kills 200       processes killed at random moments
    .venv/bin/python -m tests.reliability load --seconds 600     readers, an import and edits at the same time
    .venv/bin/python -m tests.reliability heavy --requests 200   all at once what takes longest, while others read
    .venv/bin/python -m tests.reliability fuzz --requests 20000  every address with anything in it

Each works in a data folder of its own, prints what it counted, and as its last line one JSON object; where anything is
counted that must not be, it ends with 1. With ``-m tests.postgresql .venv/bin/python`` before it the same on PostgreSQL.
"""
