"""One file that holds a whole archive: made while the site is in use, checked, put back, kept every night.

A backup is a zip of what a data folder holds that can't be made anew, and of a list of it with checksums.
"""
