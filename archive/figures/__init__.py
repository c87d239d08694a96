"""The figures of a review: text in, frozen records out. Pure; knows no Django and nothing of the models."""
