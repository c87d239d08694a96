"""The words in which the rest of the site asks for rows, by what the rows are of.

What they name in quotes they import for the type checker alone: the models stand above them.
"""
