/** The source as TypeScript's own API sees it: the compiler that builds has no stable one. */
import { fileURLToPath } from "node:url";
import ts from "typescript-api";

export const src = fileURLToPath(new URL("../../src/", import.meta.url));

/** `entries`: files below src/. */
export function programOf(entries: readonly string[]): ts.Program {
  return ts.createProgram(
    entries.map((name) => src + name),
    {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: true,
    },
  );
}

/** What the file exports under the name. */
export function exportOf(program: ts.Program, file: string, name: string): ts.Symbol {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(src + file) as ts.SourceFile) as ts.Symbol;
  const found = checker.getExportsOfModule(module).find((symbol) => symbol.name === name);
  if (found === undefined) throw new Error(`${file} exports no ${name}`);
  return found;
}
