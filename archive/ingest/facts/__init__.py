"""What an article says of itself: issuer, place, period, kind, each with the words for it."""
