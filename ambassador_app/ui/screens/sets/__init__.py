"""The sets of factors and prices: looked at, copied, changed in versions, chosen for new visits."""
