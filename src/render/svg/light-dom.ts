/**
 * What d3-node needs of jsdom, and d3 of a document to draw in: a window with a document that has a body, elements that take attributes, text and
 * other elements, and a serializer. The build puts it in jsdom's place, which costs half a second to load; from source jsdom itself is used, and the
 * tests compare both. Nothing can be looked for, moved or taken away again: pictures do none of that.
 */

const XHTML = "http://www.w3.org/1999/xhtml";

class LightElement {
  readonly ownerDocument: LightDocument;
  readonly namespaceURI: string;
  readonly name: string;
  /** By name, as they are written. */
  readonly attributes: Map<string, string> = new Map();
  /** Text is there as it is written. */
  children: (LightElement | string)[] = [];

  constructor(ownerDocument: LightDocument, namespaceURI: string, name: string) {
    this.ownerDocument = ownerDocument;
    this.namespaceURI = namespaceURI;
    this.name = name;
  }

  appendChild(child: LightElement): LightElement {
    this.children.push(child);
    return child;
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, ` ${name}="${escapeAttribute(String(value))}"`);
  }

  setAttributeNS(_: string, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  set textContent(text: unknown) {
    const written = escapeText(String(text));
    this.children = written === "" ? [] : [written];
  }
}

class LightDocument {
  readonly documentElement: LightElement = new LightElement(this, XHTML, "html");
  readonly body: LightElement = this.createElementNS(XHTML, "body");
  defaultView: Window | undefined;

  createElementNS(namespaceURI: string, name: string): LightElement {
    return new LightElement(this, namespaceURI, name);
  }
}

interface Window {
  readonly document: LightDocument;
  readonly XMLSerializer: typeof LightSerializer;
}

class LightSerializer {
  serializeToString(root: LightElement): string {
    const written: string[] = [];
    /** What is still to be written, last first; texts as they are. */
    const todo: (LightElement | string)[] = [root];
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      if (typeof next === "string") {
        written.push(next);
        continue;
      }
      const { name, attributes, children } = next;
      written.push("<", name);
      for (const attribute of attributes.values()) written.push(attribute);
      written.push(children.length === 0 ? "/>" : ">");
      if (children.length > 0) todo.push(`</${name}>`);
      for (let at = children.length - 1; at >= 0; at--) todo.push(children[at] as LightElement | string);
    }
    return written.join("");
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" },
  ...{ "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;" },
};

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (mark) => ENTITIES[mark] as string);
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, (mark) => ENTITIES[mark] as string);
}

export class JSDOM {
  readonly window: Window;

  constructor() {
    const document = new LightDocument();
    this.window = { document, XMLSerializer: LightSerializer };
    document.defaultView = this.window;
  }
}
