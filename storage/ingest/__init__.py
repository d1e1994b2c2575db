"""Reading lists and the gazetteer, checking them against each other, and writing a revision."""
