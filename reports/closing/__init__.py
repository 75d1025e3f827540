"""Closings with their figures: what was closed is stored, and stands beside what today makes of it."""
