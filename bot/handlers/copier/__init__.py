"""The copy trader's and the visitor's side of the desk: one function gives all its routes."""
