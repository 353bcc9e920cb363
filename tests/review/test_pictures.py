"""Where scans are found, and where words are in them."""

import pytest
from PIL import Image
from tests.support import reviews
from tests.support.pdf_samples import *  # noqa: F403 (names of samples)

from svfix.formats.boxes import Box
from svfix.review import pictures, views
from svfix.review.pictures import NoPicture, Scans
