"""What run.py is made of: the virtual environment, Debian's packages, a throw-away PostgreSQL, the commands."""
