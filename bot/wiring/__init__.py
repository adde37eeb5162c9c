"""The composition root: what stands behind the ports and the route table, chosen here and nowhere else."""
