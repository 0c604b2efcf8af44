// The package's API.md, from the docstrings of what the library exports: pack.js writes it.
import { fileURLToPath } from "node:url";
import ts from "typescript-api";

const DOORS = { heapblame: "src/index.ts", "heapblame/load": "src/load.ts" };
const root = fileURLToPath(new URL("..", import.meta.url));

/** The page, as Markdown. Throws where something that can be called has no docstring. */
export function apiPage() {
  const program = ts.createProgram(
    Object.values(DOORS).map((file) => root + file),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      noEmit: true,
      strict: true,
      skipLibCheck: true,
    },
  );
  const checker = program.getTypeChecker();
  const doors = Object.entries(DOORS).map(([name, file]) => door(name, program.getSourceFile(root + file), checker));
  return `# API\n\nFrom the docstrings of the source. Values are in the unit of the sample type, sizes in bytes, intervals of 95 %.\n\n${doors.join("\n")}`;
}

function door(name, source, checker) {
  const symbols = checker
    .getExportsOfModule(checker.getSymbolAtLocation(source))
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
  const isCalled = ({ flags }) => (flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class)) !== 0;
  const called = symbols.filter(isCalled).map((symbol) => entry(symbol, checker));
  const others = symbols.filter((symbol) => !isCalled(symbol)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = others.map((symbol) => `- \`${symbol.name}\`${afterDash(said(symbol, checker))}`);
  const types = rows.length === 0 ? "" : `\n### Types of \`${name}\`\n\n${rows.join("\n")}\n`;
  return `## \`import ... from "${name}"\`\n\n${called.join("\n")}${types}`;
}

function entry(symbol, checker) {
  const text = said(symbol, checker);
  if (text === "") throw new Error(`${symbol.name} is exported and has no docstring`);
  const [declaration] = symbol.declarations;
  const signature = ts.isFunctionDeclaration(declaration) ? signatureOf(declaration) : `class ${symbol.name}`;
  return `### \`${symbol.name}\`\n\n\`\`\`ts\n${signature}\n\`\`\`\n\n${text}\n`;
}

function signatureOf({ name, typeParameters = [], parameters, type }) {
  const generic = typeParameters.length === 0 ? "" : `<${typeParameters.map((one) => one.getText()).join(", ")}>`;
  const shown = parameters.map((one) => {
    // What is taken apart has no name of its own.
    const text = ts.isObjectBindingPattern(one.name) ? `options?: ${one.type.getText()}` : one.getText();
    return text.replace(/\s+/g, " ");
  });
  const ends = `: ${type?.getText().replace(/\s+/g, " ") ?? "void"}`;
  const line = `${name.text}${generic}(${shown.join(", ")})${ends}`;
  return line.length <= 100 ? line : `${name.text}${generic}(\n${shown.map((one) => `  ${one},\n`).join("")})${ends}`;
}

function said(symbol, checker) {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, " ").trim();
}

function afterDash(text) {
  return text === "" ? "" : `: ${text}`;
}
