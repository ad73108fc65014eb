"""One measure after its visit: status, owner, deadline, verified saving, history."""
