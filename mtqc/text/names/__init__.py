"""Names in running text: where they stand, how they sound, which are the same, which is right."""
