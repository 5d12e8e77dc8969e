"""Pure helpers on text: no files, no models, no checks."""
