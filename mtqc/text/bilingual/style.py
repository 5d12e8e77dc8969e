"""What a translator does throughout is a style, and no slip."""

from __future__ import annotations


def is_style(odd: int, alike: int, *, least: int, rare: int) -> bool:
    """Whether `odd` units that differ from their sources, beside `alike` ones, show a style.

    It takes `least` units to tell, and more than one in `rare` that differ.
    """
    whole = odd + alike
    return whole >= least and odd > whole / rare
