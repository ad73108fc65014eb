"""Ambassador: company visits for the climate, from the plan to the sealed report."""

__version__ = "0.1.0"
