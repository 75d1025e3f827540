"""The admin pages of this app, by noun; Django looks for them here."""

from programs.departments import admin as departments  # noqa: F401
from programs.law import admin as law  # noqa: F401
from programs.ledger import admin as ledger  # noqa: F401
from programs.ledger import reference_admin  # noqa: F401
from programs.units import accounts_admin, admin  # noqa: F401
