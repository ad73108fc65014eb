"""The office's directory of partners: kept by coordinators, looked up by everybody."""
