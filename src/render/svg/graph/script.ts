/** The optional script of a call graph, as text for browsers: pan with the mouse, zoom with the wheel or + and -, search with /. */

export function graphStyle(): string {
  return [
    "svg{cursor:grab}",
    "svg.panning{cursor:grabbing}",
    ".node:focus>rect:first-of-type{stroke-width:3}",
    ".node:focus{outline:none}",
    ".searching .node,.searching .edge{opacity:.25}",
    ".searching .node.found{opacity:1}",
  ].join("\n");
}

export function graphScript(): string {
  return SCRIPT;
}

const SCRIPT = `(function () {
  "use strict";
  var svg = document.currentScript ? document.currentScript.closest("svg") : document.querySelector("svg");
  var whole = svg.getAttribute("viewBox").split(" ").map(Number);
  var view = whole.slice();
  var isAlone = document.documentElement === svg;
  if (isAlone) { svg.setAttribute("width", "100%"); svg.setAttribute("height", "100%"); }

  function show() { svg.setAttribute("viewBox", view.join(" ")); }
  function reset() { view = whole.slice(); svg.classList.remove("searching"); show(); }

  function toPicture(event) {
    var matrix = svg.getScreenCTM();
    return { x: (event.clientX - matrix.e) / matrix.a, y: (event.clientY - matrix.f) / matrix.d };
  }
  function zoomAt(point, factor) {
    var width = Math.min(Math.max(view[2] * factor, whole[2] / 60), whole[2] * 2);
    factor = width / view[2];
    view = [point.x - (point.x - view[0]) * factor, point.y - (point.y - view[1]) * factor, width, view[3] * factor];
    show();
  }
  function centre() { return { x: view[0] + view[2] / 2, y: view[1] + view[3] / 2 }; }

  svg.addEventListener("wheel", function (event) {
    if (!isAlone && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomAt(toPicture(event), Math.pow(1.0015, event.deltaY));
  }, { passive: false });

  var grip = null;
  svg.addEventListener("pointerdown", function (event) {
    if (event.button !== 0 || event.target.tagName === "text") return;
    grip = toPicture(event);
    svg.classList.add("panning");
  });
  svg.addEventListener("pointermove", function (event) {
    if (!grip) return;
    var point = toPicture(event);
    view[0] += grip.x - point.x;
    view[1] += grip.y - point.y;
    show();
  });
  ["pointerup", "pointerleave"].forEach(function (name) {
    svg.addEventListener(name, function () { grip = null; svg.classList.remove("panning"); });
  });

  var nodes = Array.prototype.slice.call(svg.querySelectorAll(".node"));
  nodes.forEach(function (node) { node.setAttribute("tabindex", "0"); });

  function search() {
    var wanted = window.prompt("Highlight functions whose name contains:", "");
    if (wanted === null) return;
    wanted = wanted.toLowerCase();
    var first = null;
    nodes.forEach(function (node) {
      var isFound = wanted !== "" && node.querySelector("title").textContent.split("\\n")[0].toLowerCase().indexOf(wanted) >= 0;
      node.classList.toggle("found", isFound);
      if (isFound && !first) first = node;
    });
    svg.classList.toggle("searching", first !== null);
    if (first) first.focus();
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoomAt(centre(), 0.8);
    else if (event.key === "-") zoomAt(centre(), 1.25);
    else if (event.key === "0" || event.key === "Escape") reset();
    else if (event.key === "/") { event.preventDefault(); search(); }
  });
})();`;
