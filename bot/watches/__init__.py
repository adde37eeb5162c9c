"""What watches over the running desk's clock, disk and prices, and how its admin learns of trouble."""
