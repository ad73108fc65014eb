"""Steps from one schema to the next, forward only. They import nothing of this program, or old steps would change."""
