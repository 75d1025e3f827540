"""The figures worked out once more, in plain Python over the rows of the ledgers: what the SQL is held against.

Nothing here asks the database for a sum, nor reads how the reports do it: rows.py fetches whole tables as they stand,
money.py, counts.py and stocks.py say the rules of the programme over those rows, answers.py puts them on lines.
"""
