// Puts the chunks that esbuild has split a program into in one CommonJS file, each a function that bears the names of its modules and is run when it is
// first wanted. So V8 has next to nothing to do for what a command does not need, neither compiling it nor reading it from the code that is kept; esbuild
// itself declares all functions of all modules of such a file at once.
import { basename } from "node:path";
import ts from "typescript-api";

/**
 * The text of the file. `outputFiles` and `metafile`: of a build of one entry, with splitting and without names of folders. `banner` may use `require`
 * and `__import`, a function that imports what is not in the file.
 */
export function oneFile({ outputFiles, metafile }, entry, banner) {
  const texts = new Map(outputFiles.map(({ path, text }) => [`./${basename(path)}`, text]));
  const modules = new Map(
    Object.entries(metafile.outputs).map(([path, { inputs }]) => [`./${basename(path)}`, Object.keys(inputs)]),
  );
  const numbers = new Map([...texts.keys()].map((name, number) => [name, number]));
  const chunks = [...texts].map(([name, text]) => {
    const names = modules.get(name).join(" ") || basename(name);
    return `{${JSON.stringify(names)}(){${chunkBody(name, text, numbers)}}}`;
  });
  const parts = [
    ...[`"use strict";${banner}`, "const __made=[];"],
    "const __need=(number)=>__made[number]??=Object.values(__chunks[number])[0]();",
    "const __later=async(number)=>__need(number);",
    `const __chunks=[${chunks.join(",\n")}];`,
    `__need(${numbers.get(`./${entry}`)});\n`,
  ];
  return parts.join("\n");
}

/** What a chunk does, and that it returns what it exports: no chunk imports one that imports it, so that all of it is there by then. */
function chunkBody(name, text, numbers) {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS);
  const imports = [];
  const exported = [];
  /** What stands elsewhere, or otherwise, in a function: from, to, what instead. */
  const edits = [];
  for (const node of source.statements) {
    if (ts.isImportDeclaration(node)) imports.push(...bindings(node, numbers));
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier === undefined) exported.push(...exportsOf(node));
    else if (ts.isExportDeclaration(node) || ts.isExportAssignment(node))
      throw new Error(`${name}: cannot put into a function: ${node.getText(source).slice(0, 80)}`);
    else continue;
    edits.push([node.getStart(source), node.end, ""]);
  }
  const todo = [source];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const number = numbers.get(node.arguments[0].text);
      const { expression } = node;
      if (number === undefined) edits.push([expression.getStart(source), expression.end, "__import"]);
      else edits.push([node.getStart(source), node.end, `__later(${number})`]);
    }
    ts.forEachChild(node, (child) => void todo.push(child));
  }
  let body = "";
  let at = 0;
  for (const [from, to, instead] of edits.sort(([a], [b]) => a - b)) {
    body += text.slice(at, from) + instead;
    at = to;
  }
  return `${imports.join("")}${body}${text.slice(at)}\nreturn{${exported.join()}}`;
}

/** Modules of Node that have functions alone, and take two milliseconds to load, which most reports have no use for: loaded when one is called. */
const LATE = new Set(["node:fs/promises", "node:timers/promises"]);

/** The import as statements with constants. */
function bindings({ moduleSpecifier, importClause }, numbers) {
  if (LATE.has(moduleSpecifier.text)) return lateBindings(moduleSpecifier.text, importClause.namedBindings.elements);
  const number = numbers.get(moduleSpecifier.text);
  const from = number === undefined ? `require(${JSON.stringify(moduleSpecifier.text)})` : `__need(${number})`;
  if (importClause === undefined) return [`${from};`];
  const { name, namedBindings } = importClause;
  // Of Node's own modules, the only ones that are imported so, the default is the whole.
  const whole = [name, namedBindings && ts.isNamespaceImport(namedBindings) ? namedBindings.name : undefined];
  const names =
    namedBindings && ts.isNamedImports(namedBindings)
      ? [`{${namedBindings.elements.map((one) => `${(one.propertyName ?? one.name).text}:${one.name.text}`)}}`]
      : [];
  return [...whole.filter(Boolean).map(({ text }) => text), ...names].map((target) => `const ${target}=${from};`);
}

function lateBindings(module, elements) {
  return elements.map(({ propertyName, name }) => {
    const called = `require(${JSON.stringify(module)}).${(propertyName ?? name).text}`;
    return `const ${name.text}=(...words)=>${called}(...words);`;
  });
}

function exportsOf({ exportClause }) {
  return exportClause.elements.map((one) => `${one.name.text}:${(one.propertyName ?? one.name).text}`);
}
