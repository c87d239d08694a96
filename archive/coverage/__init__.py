"""What the archive holds of each federation and year, what is missing, and lists of that to send to somebody.

``counting``: articles by year and place. ``federations``: who reports, through changes of name. ``states``: what there is
of a federation in a year. ``table``: federations by years. ``gaps``: what a table says is missing, as a list.
"""
