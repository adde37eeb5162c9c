"""All that is kept about one person: handed over as a zip of CSV files, and forgotten when they ask (P-30)."""
