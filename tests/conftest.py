"""For all tests: no example of Hypothesis is judged by a clock, as a busy machine says nothing of the desk."""

from hypothesis import HealthCheck, settings

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
