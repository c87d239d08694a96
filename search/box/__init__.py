"""What stands in the search box, read as a place, years and words beside its literal reading; offered, never forced."""
