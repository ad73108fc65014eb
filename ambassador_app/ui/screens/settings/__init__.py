"""What the program is told about the ambassador, the municipality, the window and the backups."""
