"""Other libraries that draw the same report; all but ReportLab run in the environment of `requirements.txt`."""
