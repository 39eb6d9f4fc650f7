"""Helpdesks, one file each: what they tell, and what is written into them."""
