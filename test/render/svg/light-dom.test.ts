/** The DOM that the build puts in jsdom's place writes what jsdom writes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { D3Node } from "d3-node";
import { type Selection, select } from "d3-selection";
import { JSDOM } from "../../../src/render/svg/light-dom.ts";

type Shape = Selection<unknown, unknown, null, undefined>;

const HOSTILE = "a<b>&\"' \u00e9\u{1f600}]]>\u00a0\t\n\u202e <![CDATA[ --> x";

/** Everything that pictures do to a document. */
function draw(root: Shape): void {
  root.append("title").text(HOSTILE);
  for (let at = 0; at < 3; at++) {
    const group = root.append("g").attr("class", HOSTILE).attr("transform", `translate(${at},0)`);
    group.append("rect").attr("x", at).attr("stroke-dasharray", "1,2");
    group.append("text").attr("text-anchor", "end").text("");
    group.append("linearGradient").append("stop").attr("offset", "0");
  }
}

test("pictures come out as jsdom writes them", () => {
  const heavy = new D3Node();
  const heavyRoot = heavy.createSVG(undefined, undefined, { width: "10", "font-family": "'Roboto', \"x\"" });
  draw(heavyRoot);
  const light = new JSDOM();
  const body = (light.window.document as unknown as { readonly body: never }).body;
  const lightRoot = select(body)
    .append("svg")
    .attr("xmlns", "http://www.w3.org/2000/svg")
    .attr("width", "10")
    .attr("font-family", "'Roboto', \"x\"") as unknown as Shape;
  draw(lightRoot);
  const written = new light.window.XMLSerializer().serializeToString(lightRoot.node() as never);
  assert.equal(written, new heavy.window.XMLSerializer().serializeToString(heavyRoot.node()));
  assert.ok(written.includes("&lt;b&gt;"));
});
