"""What lecture 8 looks with: feature maps, evidence for a class, boxes, scenes, two cameras, light as a shortcut."""

from __future__ import annotations

import io
import time
from datetime import datetime, timezone

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from coursework import data, plots
from coursework.demos import evidence, feature_maps, shortcut, stereo, suppression
from coursework.errors import DataError

torch = pytest.importorskip("torch")
nn = torch.nn
rng = np.random.default_rng(0)
NOW = datetime(2027, 1, 1, tzinfo=timezone.utc)
PICTURE = rng.integers(0, 256, size=(12, 16, 3)).astype(np.uint8)


@pytest.fixture(autouse=True)
def _close():
    mpl.use("Agg")
    yield
    plt.close("all")


@pytest.fixture
def network():
    torch.manual_seed(0)
    convolution = nn.Conv2d(3, 5, 3, padding=1)
    return nn.Sequential(convolution, nn.BatchNorm2d(5), nn.ReLU(inplace=True), nn.MaxPool2d(2), nn.Flatten())


def test_maps_are_the_outputs_of_the_layers(network):
    """Also of one before a ReLU that works in place; modes and running means are as before."""
    network.train()
    network[3].eval()
    mean = network[1].running_mean.clone()
    maps = feature_maps.feature_maps(network, PICTURE)
    assert list(maps) == ["Conv2d 1", "BatchNorm2d 1", "ReLU 1", "MaxPool2d 1"]
    assert (network.training, network[3].training, len(network[0]._forward_hooks)) == (True, False, 0)
    assert torch.equal(network[1].running_mean, mean)
    network.eval()
    x = torch.tensor(PICTURE / 255).permute(2, 0, 1)[None].float()
    np.testing.assert_allclose(maps["BatchNorm2d 1"], network[:2](x)[0].detach(), rtol=1e-5, atol=1e-6)
    assert (maps["BatchNorm2d 1"] < 0).any()
    assert (maps["ReLU 1"] >= 0).all()
    assert maps["MaxPool2d 1"].shape == (5, 6, 8)


def test_maps_do_not_need_a_last_layer_that_fits(network):
    """A linear layer for another size is left out; a network without maps, or a grey picture, is refused."""
    assert len(feature_maps.feature_maps(network.append(nn.Linear(7, 2)), PICTURE)) == 4
    with pytest.raises(ValueError, match="no layer of this network gives maps"):
        feature_maps.feature_maps(nn.Sequential(nn.Flatten(), nn.Linear(12 * 16 * 3, 2)), PICTURE)
    with pytest.raises(ValueError, match=r"\(H, W, 3\), got \(12, 16\)"):
        feature_maps.feature_maps(network, PICTURE[..., 0])


def test_every_layer_and_channel_is_drawn(network):
    """A constant map and a channel beyond the last as well; each map stands in its own place of the table."""
    maps = feature_maps.feature_maps(network, PICTURE)
    for layer in maps:
        for channel in (0, 4, 99):
            axes = feature_maps.show(maps, PICTURE, layer, channel)
            shown = maps[layer][min(channel, 4)]
            np.testing.assert_array_equal(axes[1].images[0].get_array(), shown)
            plt.close("all")
    feature_maps.show({"a": np.ones((3, 2, 2), np.float32)}, PICTURE, "a")
    with pytest.raises(ValueError, match="expected a layer of"):
        feature_maps.show(maps, PICTURE, "Conv2d 9")


def test_explorer_follows_layer_and_picture(network):
    """The channel slider ends with the layer; a photograph, handed in or taken, is shown, other files are named."""
    widget = feature_maps.explore(network, {"one": PICTURE, "two": PICTURE[:, ::-1]}, layer="ReLU 1")
    (upload, message), camera, sliders = widget.children[0].children, *widget.children[1:]
    picture, layer, channel = sliders.children[:3]
    assert (layer.value, channel.max) == ("ReLU 1", 4)
    file = io.BytesIO()
    Image.fromarray(np.zeros((300, 500), np.uint8)).save(file, "PNG")
    upload.value = ({"name": "a", "type": "", "size": 1, "content": file.getvalue(), "last_modified": NOW},)
    assert (picture.value, message.value) == ("your own", "")
    upload.value = ({"name": "b", "type": "", "size": 1, "content": b"no picture", "last_modified": NOW},)
    assert "JPEG or PNG" in message.value
    picture.value = "one"
    camera.picture = file.getvalue()
    assert (picture.value, message.value) == ("your own", "")


def test_uploads_of_both_versions_of_ipywidgets():
    assert feature_maps.uploaded(()) is None
    assert feature_maps.uploaded({}) is None
    assert feature_maps.uploaded(({"content": memoryview(b"new")},)) == b"new"
    assert feature_maps.uploaded({"a.png": {"content": b"old"}}) == b"old"


def test_photographs_are_made_small_and_keep_their_form():
    assert feature_maps.shrink(np.zeros((400, 800, 3), np.uint8)).shape == (80, 160, 3)
    np.testing.assert_array_equal(feature_maps.shrink(PICTURE), PICTURE)
    with pytest.raises(ValueError, match="too narrow"):
        feature_maps.shrink(np.zeros((10, 4000, 3), np.uint8))


def test_strongest_answers_are_framed_where_they_are():
    """Channel 1 answers most to picture 2, at row 0, column 1 of 2 x 2: pixels 0 to 8, 8 to 16 for a field of 8."""
    answers = np.zeros((3, 2, 2, 2))
    answers[2, 1, 0, 1] = 5
    pictures = np.arange(3, dtype=np.uint8)[:, None, None, None] * np.ones((1, 16, 16, 3), np.uint8)
    axes = feature_maps.strongest(answers, pictures, [1], 8, count=2)
    assert axes[0, 0].images[0].get_array()[0, 0, 0] == 2
    frame = axes[0, 0].patches[0]
    assert (*frame.get_xy(), frame.get_width()) == (7.5, -0.5, 8)


class Corner(nn.Module):
    """The score of class 1 is three times the red of pixel (2, 3)."""

    def forward(self, x):
        return torch.stack([0 * x[:, 0, 2, 3], 3 * x[:, 0, 2, 3]], dim=1)


def test_evidence_finds_the_pixel_that_counts():
    """Saliency is 3 there and 0 elsewhere; the score falls where the square covers it, by 3 (value - grey)."""
    picture = np.full((8, 9, 3), 255, np.uint8)
    expected = np.zeros((8, 9))
    expected[2, 3] = 3
    np.testing.assert_allclose(evidence.saliency(Corner(), picture, 1), expected, rtol=1e-6)
    falls = evidence.occlusion(Corner(), picture, 1, size=2, stride=1, batch=5)
    covers = np.zeros((7, 8))
    covers[1:3, 2:4] = 1.5
    np.testing.assert_allclose(falls, covers, atol=1e-6)
    with pytest.raises(ValueError, match="does not fit into 8 x 9"):
        evidence.occlusion(Corner(), picture, 1, size=10)
    assert evidence.show(Corner(), picture[None], [1], ["a"], size=2, title="t").shape == (3, 1)


def test_iou_of_boxes_by_hand():
    boxes = np.array([[0, 0, 3, 3], [1, 0, 4, 3], [1, 1, 4, 4], [3, 0, 6, 3], [5, 5, 5, 9]])
    np.testing.assert_allclose(suppression.iou(boxes[0], boxes), [1, 1 / 2, 2 / 7, 0, 0])
    assert suppression.iou(boxes[:, None], boxes).shape == (5, 5)
    assert suppression.iou(boxes[4], boxes[4]) == 0


def test_every_corner_of_the_suppression_sliders():
    """Also where no box is left."""
    boxes, scores = np.array([[0, 0, 5, 5], [1, 0, 6, 5.0]]), np.array([0.3, 0.9])
    score, overlap = suppression.explore(PICTURE, boxes, scores, lambda b, s, o: [0]).children[:2]
    for least in (score.min, 0.5, score.max):
        for most in (overlap.min, overlap.max):
            axes = suppression.show(PICTURE, boxes, scores, lambda b, s, o: [0], score=least, overlap=most)
            above = int((scores >= least).sum())
            assert len(axes[0].patches) == 2 * above
            assert len(axes[1].patches) == 2 * min(above, 1)
            plt.close("all")
    with pytest.raises(ValueError, match="2 boxes but 1 scores"):
        suppression.show(PICTURE, boxes, scores[:1], lambda b, s, o: [0])


@pytest.mark.parametrize(("count", "size"), [(1, 32), (4, 96), (9, 100), (16, 128)])
def test_scenes_hold_their_boxes(count, size):
    """Boxes lie inside and hardly overlap; the same seed gives the same pictures, a part of them too."""
    batch = data.scenes(6, seed=1, count=count, size=size)
    assert batch.images.shape == (6, size, size, 3)
    assert batch.boxes.shape == (6, count, 4)
    assert (batch.boxes[..., :2] >= 0).all()
    assert (batch.boxes[..., 2:] <= size).all()
    assert (batch.boxes[..., 2:] > batch.boxes[..., :2]).all()
    overlaps = suppression.iou(batch.boxes[:, :, None], batch.boxes[:, None]) - np.eye(count)
    assert overlaps.max() < 0.3
    np.testing.assert_array_equal(batch.images, data.scenes(6, seed=1, count=count, size=size).images)


def test_scenes_refuse_what_does_not_fit():
    with pytest.raises(DataError, match="count=10"):
        data.scenes(1, seed=0, count=10)


def test_block_matching_finds_the_planes():
    """Nine of ten pixels away from the left edge; a pair without a shift is at 0 everywhere."""
    left, right, true = stereo.pair()
    found = stereo.match(left, right)
    assert set(np.unique(true)) == {2, 5, 9}
    assert (found == true)[:, 12:].mean() > 0.9
    assert (stereo.match(left, left) == 0).all()
    assert len(stereo.show(left, right, found)) == 3


def test_light_is_mixed_in_and_tables_are_drawn():
    lit = shortcut.in_light(np.ones((2, 3, 4, 4)), [True, False], strength=0.5)
    np.testing.assert_allclose(lit[:, :, 0, 0], [[1, 0.8, 0.6], [0.6, 0.75, 1]], rtol=1e-6)
    axes = shortcut.tables({"a": np.eye(2), "b": np.full((2, 2), 0.9)}, ("x", "y"), ("u", "v"))
    assert [text.get_color() for text in axes[0].texts] == ["black", "white", "white", "black"]
    assert axes[1].images[0].get_clim() == (0, 1)


def test_named_points_stand_where_they_belong():
    places = {"a": (1, 5), "b": (100, 3)}
    ax = plots.named_points(places, xlabel="x", ylabel="y", log="x", level=("c", 4))
    assert [tuple(line.get_xydata()[0]) for line in ax.lines[:2]] == [(1, 5), (100, 3)]
    assert [text.get_text() for text in ax.texts] == ["a", "b", "c"]
    assert (ax.get_xscale(), ax.get_ylim()[0]) == ("log", 0)
    with pytest.raises(ValueError, match="nothing to show"):
        plots.named_points({}, xlabel="x", ylabel="y")
    with pytest.raises(ValueError, match="got 'z'"):
        plots.named_points(places, xlabel="x", ylabel="y", log="z")


def test_a_redraw_is_quick(network):
    """Computed once for a picture, the maps are drawn in processor time that a slider can bear."""
    maps = feature_maps.feature_maps(network, PICTURE)
    start = time.process_time()
    for _ in range(3):
        feature_maps.show(maps, PICTURE, "ReLU 1").flat[0].figure.canvas.draw()
        plt.close("all")
    assert (time.process_time() - start) / 3 < 1
