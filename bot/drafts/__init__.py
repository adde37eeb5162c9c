"""Typed input as values: what a person is being asked, and what their answer means."""
