"""What holds for all tests: a machine that is busy, or slow, fails none of them."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
