"""The running site's settings, with one page more: an empty view, the baseline of every figure."""

from site_project.settings.base import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
