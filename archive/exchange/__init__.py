"""The archive in open formats: lines of JSON and the files as they were handed in, for other programs and other times.

What is written here can be read in again into an equal archive: article for article, original for original, change
for change. It holds no passwords and no keys; a backup is for coming back, this is for going on.
"""
