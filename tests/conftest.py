"""What holds for all tests: no machine that is slow fails one, and no list of whoever runs them has part in one."""

import os
import tempfile

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
os.environ.setdefault("MAPPER_CONFIG", tempfile.mkdtemp(prefix="mapper-tests-"))
