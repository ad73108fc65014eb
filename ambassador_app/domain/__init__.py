"""The subject: frozen values and pure functions of the climate visit, standard library only."""
