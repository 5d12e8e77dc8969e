"""From data to the files in `mtqc/data`; never imported by the rest of mtqc."""
