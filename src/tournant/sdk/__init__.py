"""What an adapter's author uses: the manifest that declares a partner, and the registry that finds adapters.

What comes in: nothing but declarations. What goes out: values that the rest of the platform reads.
What is always true: nobody imports a concrete adapter; they are found by the entry point group `tournant.adapters`.
On failure: an unknown partner is one sentence that names those that are known.
"""

from tournant.sdk.documents import DocumentType, recognise
from tournant.sdk.manifest import Manifest, Unmapped
from tournant.sdk.registry import Unknown, known_partners, manifest_of

__all__ = ["DocumentType", "Manifest", "Unknown", "Unmapped", "known_partners", "manifest_of", "recognise"]
