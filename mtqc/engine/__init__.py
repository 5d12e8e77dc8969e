"""Runs checks over documents: plan, examine, store, conclude, score, gate."""
