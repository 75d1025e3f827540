"""Passwords as text: composed before they are hashed, and those that everybody can read in our own documents."""

from unicodedata import normalize

from django.contrib.auth.hashers import Argon2PasswordHasher

# Of the accounts of a demo. Whoever signs in with it where people's own data lie is not their owner.
PUBLISHED = ("buoi-sang-tren-cao-nguyen",)


def composed(password: str) -> str:
    """The same letters in one spelling: a keyboard that sends a letter and its tone apart types the same password.

    Nothing else changes: spaces and signs are part of a password.
    """
    return normalize("NFC", password)


def spellings(password: str) -> list[str]:
    """What to try a typed password as: composed, and as it came, for hashes made before passwords were composed."""
    return list(dict.fromkeys([composed(password), password]))


def is_published(password: str | None) -> bool:
    return password is not None and composed(password) in PUBLISHED


class ComposedArgon2Hasher(Argon2PasswordHasher):
    """Argon2 of the composed text, under a name of its own: a hash of the earlier name may be of any spelling.

    Django makes that one anew, by this hasher, when its owner signs in.
    """

    algorithm = "argon2nfc"

    def encode(self, password, salt):
        return super().encode(composed(password), salt)

    def verify(self, password, encoded):
        return super().verify(composed(password), encoded)
