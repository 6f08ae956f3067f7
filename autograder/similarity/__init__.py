"""Which submissions share code that is neither given nor usual: for a person to look at, never a verdict."""

from .compare import Pair, clusters, similar
from .documents import Document, documents, of_course
from .page import similarity_path, write_similarity

__all__ = ["Document", "Pair", "clusters", "documents", "of_course", "similar", "similarity_path", "write_similarity"]
