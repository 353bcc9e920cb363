from svfix.search.paths cimport Table
from svfix.search.rows cimport Sheet
from svfix.search.run_ons cimport RunOns
