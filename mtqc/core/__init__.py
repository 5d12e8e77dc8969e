"""The types that every other part of mtqc speaks; it knows no check, no format and no model."""
