"""The node's settings plus one trivial page to compare with."""

from usi.config.settings import *  # noqa: F403
from usi.config.settings import ROOT, TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"] = [ROOT / "bench" / "templates"]
