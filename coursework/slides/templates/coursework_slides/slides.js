// Text and code as large as fits, at most 1.2 of full size without a figure and 1 with one, at least 0.7 (20 px text, 15 px code
// on 1280 x 720); what does not fit then scrolls.
const SMALLEST = 0.7;

function overflows(slide) {
  const wide = [...slide.querySelectorAll(".highlight, .text pre, .page")];
  return slide.scrollHeight > slide.clientHeight + 1 || slide.scrollWidth > slide.clientWidth + 1
    || wide.some((box) => box.scrollWidth > box.clientWidth + 1);
}

function fit(slide) {
  for (let size = slide.querySelector("figure, .page, iframe") ? 1 : 1.2; size >= SMALLEST - 0.001; size -= 0.05) {
    slide.style.setProperty("--size", size);
    if (!overflows(slide)) return;
  }
  slide.classList.add("scrolls");
  slide.tabIndex = 0;
}

document.body.classList.add("measuring");
document.querySelectorAll(".slide").forEach(fit);
document.body.classList.remove("measuring");

function changeRoom() {
  document.body.classList.toggle("dark");
}
if (new URLSearchParams(location.search).has("dark")) changeRoom();

// Keys belong to a demo that has the focus, but for those that a presenter's remote control sends.
function forSlides(event) {
  return !event.target.closest?.(".page") || ["PageDown", "PageUp", "Escape"].includes(event.key);
}

Reveal.initialize({
  width: 1280, height: 720, margin: 0, center: false, minScale: 0.2, maxScale: 4,
  hash: true, slideNumber: "c/t", transition: "none", backgroundTransition: "none", pdfMaxPagesPerSlide: 1,
  keyboardCondition: forSlides,
});
// A live demo: its title stands on the slide already, and a presenter's remote control moves the slides there too.
document.querySelectorAll("iframe").forEach((frame) => frame.addEventListener("load", () => {
  frame.contentDocument.documentElement.classList.add("framed");
  frame.contentWindow.addEventListener("keydown", (event) => {
    const move = { PageDown: Reveal.next, PageUp: Reveal.prev, Escape: Reveal.toggleOverview }[event.key];
    if (!move) return;
    event.preventDefault();
    window.focus();
    move();
  }, true);
}));
Reveal.addKeyBinding({ keyCode: 68, key: "D", description: "Dark room, bright room" }, changeRoom);
