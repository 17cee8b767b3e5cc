"""The cart's neighbours as use-cases: what is read for a cart, and what a trainer does to the market."""
