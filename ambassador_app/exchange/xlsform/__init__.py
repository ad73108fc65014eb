"""Checklists from spreadsheets in XLSForm shape, the way ODK and KoboToolbox write them."""

from ambassador_app.exchange.xlsform.catalogue_sheet import with_catalogue
from ambassador_app.exchange.xlsform.inspection import Inspection, inspect, read
from ambassador_app.exchange.xlsform.remarks import Level, Remark

__all__ = ["Inspection", "Level", "Remark", "inspect", "read", "with_catalogue"]
