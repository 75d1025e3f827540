"""Illustrative data: believable in shape and size, invented in every row, and marked so wherever it shows."""
