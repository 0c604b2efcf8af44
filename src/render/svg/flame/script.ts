/**
 * The script of an interactive flame graph, written for browsers and put into the picture as text. It moves and hides the boxes that are there;
 * without it the picture is the same, only still.
 */

interface FlameScriptQuery {
  /** Width of the outermost box in pixels. */
  readonly room: number;
  readonly labelSize: number;
  readonly indent: number;
}

export function flameStyle(): string {
  return [
    ".box{cursor:pointer}",
    ".box:hover>rect:first-of-type,.box:focus>rect:first-of-type{stroke-width:2;stroke:#57606a}",
    ".box:focus{outline:none}",
    ".box text{pointer-events:none}",
    ".above{opacity:.55}",
    ".found>rect:first-of-type{stroke:#8250df!important;stroke-width:2.5!important;stroke-dasharray:none}",
    ".button{cursor:pointer;text-decoration:underline}",
  ].join("\n");
}

export function flameScript(query: FlameScriptQuery): string {
  return SCRIPT.replace("QUERY", () => JSON.stringify(query));
}

const SCRIPT = `(function () {
  "use strict";
  var query = QUERY;
  var svg = document.currentScript ? document.currentScript.closest("svg") : document.querySelector("svg");
  var pen = document.createElementNS("http://www.w3.org/1999/xhtml", "canvas").getContext("2d");
  pen.font = query.labelSize + "px " + getComputedStyle(svg).fontFamily;
  var boxes = Array.prototype.map.call(svg.querySelectorAll(".box"), function (node) {
    var label = node.querySelector("text");
    return {
      node: node, label: label, first: label ? label.textContent : "",
      x: +node.dataset.x, w: +node.dataset.w, depth: +node.dataset.d,
      name: node.querySelector("title").textContent.split("\\n")[0],
      shapes: Array.prototype.map.call(node.querySelectorAll("rect,path"), function (shape) {
        return { node: shape, x: +shape.getAttribute("x"), w: +shape.getAttribute("width"), isMark: shape.classList.contains("mark") };
      })
    };
  });
  var focus = boxes[0];

  function fits(text, room) { return pen.measureText(text).width <= room; }

  // As the picture itself does it: package by package from the left, nothing rather than a piece of a name.
  function shorten(name, room) {
    var end = name.search(/[([{<]/);
    var head = end < 0 ? name : name.slice(0, end);
    var rest = name;
    for (;;) {
      if (fits(rest, room)) return rest;
      var slash = head.indexOf("/");
      if (slash < 0) break;
      head = head.slice(slash + 1);
      rest = rest.slice(slash + 1);
    }
    var dot = head.indexOf(".");
    if (dot > 0 && fits(rest.slice(dot + 1), room)) return rest.slice(dot + 1);
    return "";
  }

  function place(box) {
    var from = (box.x - focus.x) / focus.w, width = box.w / focus.w;
    var isAbove = box.depth < focus.depth && from <= 1e-6 && from + width >= 1 - 1e-6;
    if (isAbove) { from = 0; width = 1; }
    var isHidden = !isAbove && (box.depth < focus.depth || from + width <= 1e-6 || from >= 1 - 1e-6);
    box.node.style.display = isHidden ? "none" : "";
    box.node.classList.toggle("above", isAbove);
    if (isHidden) return;
    var x = from * query.room, w = width * query.room, base = box.x * query.room, was = box.w * query.room;
    box.shapes.forEach(function (shape) {
      if (shape.node.tagName === "path") {
        shape.node.setAttribute("transform", "translate(" + (x + w - base - was) + " 0)");
        return;
      }
      shape.node.setAttribute("x", x + (shape.isMark ? 0 : ((shape.x - base) * w) / was));
      if (!shape.isMark) shape.node.setAttribute("width", Math.max(0.3, (shape.w * w) / was));
    });
    var text = focus === boxes[0] ? box.first : shorten(box.name, w - 2 * query.indent);
    if (!box.label && text) {
      box.label = document.createElementNS("http://www.w3.org/2000/svg", "text");
      box.label.setAttribute("class", "ink");
      box.label.setAttribute("font-size", query.labelSize);
      box.label.setAttribute("y", +box.shapes[0].node.getAttribute("y") + 13);
      box.node.appendChild(box.label);
    }
    if (!box.label) return;
    box.label.textContent = text;
    box.label.setAttribute("x", x + query.indent);
  }

  function zoom(box) { focus = box; boxes.forEach(place); }

  function search() {
    var wanted = window.prompt("Highlight functions whose name contains (or /regular expression/):", "");
    if (wanted === null) return;
    var test = function () { return false; };
    var pattern = /^\\/(.*)\\/$/.exec(wanted);
    if (pattern) { try { var expression = new RegExp(pattern[1]); test = function (name) { return expression.test(name); }; } catch (error) { return; } }
    else if (wanted) test = function (name) { return name.toLowerCase().indexOf(wanted.toLowerCase()) >= 0; };
    boxes.forEach(function (box, i) { box.node.classList.toggle("found", i > 0 && test(box.name)); });
  }

  function neighbour(box, key) {
    if (key === "ArrowUp" || key === "ArrowDown") {
      var isDown = boxes.length > 1 && +boxes[1].shapes[0].node.getAttribute("y") > +boxes[0].shapes[0].node.getAttribute("y");
      var depth = box.depth + ((key === "ArrowDown") === isDown ? 1 : -1);
      return boxes.find(function (other) {
        if (other.depth !== depth || other.node.style.display === "none") return false;
        return depth > box.depth ? other.x >= box.x - 1e-6 && other.x < box.x + box.w : other.x <= box.x + 1e-6 && other.x + other.w >= box.x + box.w - 1e-6;
      });
    }
    var row = boxes.filter(function (other) { return other.depth === box.depth && other.node.style.display !== "none"; })
      .sort(function (a, b) { return a.x - b.x; });
    return row[row.indexOf(box) + (key === "ArrowRight" ? 1 : -1)];
  }

  boxes.forEach(function (box) {
    box.node.setAttribute("tabindex", "0");
    box.node.addEventListener("click", function () { zoom(box); });
    box.node.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") zoom(box);
      else if (/^Arrow/.test(event.key)) { var next = neighbour(box, event.key); if (next) next.node.focus(); }
      else return;
      event.preventDefault();
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") zoom(boxes[0]);
    else if (event.key === "/") { event.preventDefault(); search(); }
  });
  Array.prototype.forEach.call(svg.querySelectorAll(".button"), function (button) {
    button.addEventListener("click", function () { if (button.dataset.action === "search") search(); else zoom(boxes[0]); });
  });
})();`;
