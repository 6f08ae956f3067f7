// What scrolls within its box can be scrolled by the keyboard: it gets the focus while it is wider than its box.
(() => {
  const boxes = ".formula, .pst-scrollable-table-container, div.highlight pre, dt.sig, div.cell_output .text_html";
  const mark = () => {
    for (const box of document.querySelectorAll(boxes)) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };
  addEventListener("load", mark);
  addEventListener("resize", mark);
})();
