"""E-mail: whose address is confirmed, which letters wait, and the postman who hands them over."""
