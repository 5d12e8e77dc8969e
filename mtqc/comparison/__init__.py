"""Systems against references: figures, how sure they are, and where the systems differ.

result = mtqc.comparison.compare(
    {"old": ["It rains."], "new": ["It is raining."]}, {"ref": ["It is raining."]}, test="none"
)
print(result.systems[1].figures["chrf"].score)
"""

from __future__ import annotations

from mtqc.comparison.files import compare_files
from mtqc.comparison.systems import compare

__all__ = ["compare", "compare_files"]
