/**
 * What d3-node needs of jsdom, by xmldom: a window with a document that has a body, and a serializer. The build puts it in jsdom's place, which
 * costs half a second to load; from source jsdom itself is used, and the tests compare both. Attributes of other name spaces (`xlink:href`) are the one
 * thing it does not write as jsdom does: pictures have none.
 */
import { DOMImplementation, type Document, type Node, XMLSerializer } from "@xmldom/xmldom";

const XHTML = "http://www.w3.org/1999/xhtml";

interface Window {
  readonly document: Document;
  readonly XMLSerializer: typeof LightSerializer;
}

/** White space in attributes is written as jsdom does. */
class LightSerializer {
  serializeToString(node: Node): string {
    return new XMLSerializer().serializeToString(node).replace(/&#(9|10|13);/g, spellInHex);
  }
}

function spellInHex(_: string, code: string): string {
  return `&#x${Number(code).toString(16).toUpperCase()};`;
}

export class JSDOM {
  readonly window: Window;

  constructor() {
    const document = new DOMImplementation().createDocument(XHTML, "html", null);
    const body = document.createElementNS(XHTML, "body");
    document.documentElement?.appendChild(body);
    this.window = { document, XMLSerializer: LightSerializer };
    Object.assign(document, { body, defaultView: this.window });
  }
}
