"""A button that takes one picture with the camera of whoever looks at the page."""

from __future__ import annotations

import anywidget
import traitlets

# The first press asks for the camera and shows what it sees, the second takes the picture and lets go of the camera.
_PAGE = """
const REASONS = {
  NotAllowedError: "The browser may not use the camera on this page: allow it beside the address, then press again.",
  NotFoundError: "No camera was found.",
  NotReadableError: "The camera gives no picture: does another program use it?",
};

function render({ model, el }) {
  const button = document.createElement("button");
  const note = document.createElement("span");
  const video = document.createElement("video");
  const promise = "One picture, when you say so. It goes to this notebook's Python and nowhere else: " +
    "where that runs on your machine, it never leaves it.";
  let stream = null;

  button.className = "jupyter-button widget-button";
  button.style.cssText = "width: auto; margin: 2px";
  note.setAttribute("role", "status");
  note.style.marginLeft = "0.5em";
  video.setAttribute("aria-label", "what the camera sees");
  video.muted = true;
  video.playsInline = true;
  video.style.cssText = "width: 240px; margin-top: 4px";

  function close() {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
    video.style.display = "none";
    button.disabled = false;
    button.textContent = "use the camera";
    note.textContent = promise;
  }

  async function open() {
    button.disabled = true;
    try {
      if (!navigator.mediaDevices) {
        note.textContent = "Browsers allow a camera only on pages by https and on this machine's own (localhost).";
        return;
      }
      const opened = await navigator.mediaDevices.getUserMedia({ video: true });
      if (!el.isConnected) return opened.getTracks().forEach((track) => track.stop());
      stream = opened;
      video.srcObject = stream;
      video.style.display = "block";
      await video.play();
      button.textContent = "take the picture";
      note.textContent = promise;
    } catch (error) {
      close();
      note.textContent = REASONS[error.name] || `The camera cannot be used: ${error.message}`;
    } finally {
      button.disabled = false;
    }
  }

  async function take() {
    const scale = Math.min(model.get("side") / Math.max(video.videoWidth, video.videoHeight), 1);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(scale * video.videoWidth);
    canvas.height = Math.round(scale * video.videoHeight);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    close();
    const file = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
    model.set("picture", new DataView(await file.arrayBuffer()));
    model.save_changes();
  }

  button.addEventListener("click", () => (stream ? take() : open()));
  close();
  el.append(button, note, video);
  return close;
}

export default { render };
"""


class Camera(anywidget.AnyWidget):
    """A button; `picture` is a JPEG file after each time it was used.

    The browser asks before the camera is used, and lets pages use it that come by https or from this machine.
    """

    _esm = _PAGE
    side = traitlets.Int(320, help="the longer side of a picture in pixels, at most").tag(sync=True)
    # Arrives as a memoryview; and the page need not hear again what it sent.
    picture = traitlets.Bytes(b"").tag(sync=True, echo_update=False, from_json=lambda value, _: bytes(value))
