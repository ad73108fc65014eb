"""The command line: each verb asks a service and prints what it answers."""
