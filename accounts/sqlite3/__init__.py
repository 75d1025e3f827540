"""Django's own SQLite backend, with triggers that no migration loses and no REPLACE goes round."""
