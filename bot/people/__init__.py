"""Who is who: who may join, in which roles, what admins did and why, and what was written to others."""
