"""The chat: an update heard, its route found, its answer drawn; `app` builds, starts and stops the machinery."""
