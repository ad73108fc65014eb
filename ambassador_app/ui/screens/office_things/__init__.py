"""What the office owns: which versions hold on this computer, since when, and what does not count and why."""
