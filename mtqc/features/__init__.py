"""What checks ask for. The only place that imports models and dictionaries."""
