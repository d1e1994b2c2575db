"""Pictures of places and their partners: geometry, drawing, and the process that draws."""
