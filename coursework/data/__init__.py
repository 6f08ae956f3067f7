"""Data sets: `load` by name, and the generators of `shapes`, `scenes` and `nuts`.

digits = load("digits")
digits.x_train.shape, digits.class_names
"""

from ._dataset import Dataset
from ._load import NAMES, load, prepare
from ._nuts import NUT_NAMES, nuts
from ._scenes import Scenes, scenes
from ._shapes import CLASS_NAMES, DIALS, ShapesBatch, shapes

__all__ = [
    "CLASS_NAMES",
    "DIALS",
    "NAMES",
    "NUT_NAMES",
    "Dataset",
    "Scenes",
    "ShapesBatch",
    "load",
    "nuts",
    "prepare",
    "scenes",
    "shapes",
]
