"""What screens and exports show of the past, read back from the journal a bounded number of records at a time."""
