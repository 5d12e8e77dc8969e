"""What a comparison of source and target reads off the two texts. Pure functions."""
