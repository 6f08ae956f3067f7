"""Data sets: `load` by name, and the generator of `shapes`.

digits = load("digits")
digits.x_train.shape, digits.class_names
"""

from ._dataset import Dataset
from ._load import NAMES, load, prepare
from ._shapes import CLASS_NAMES, DIALS, ShapesBatch, shapes

__all__ = ["CLASS_NAMES", "DIALS", "NAMES", "Dataset", "ShapesBatch", "load", "prepare", "shapes"]
