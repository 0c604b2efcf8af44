/**
 * Names from programs: symbols, Go's tables of functions, DWARF's types and lines, read from ELF, Mach-O and PE files.
 *
 *     const program = decodeProgram(bytes);
 *     const row = program.symbols.findByAddress(address - slide);
 *     if (row !== NONE) program.symbols.name(row); // "main.server"
 *
 *     program.functions.frames(pc - slide); // [{ name: "main.inner", file, line, isInlined: true }, { name: "main.work", ... }]
 *
 *     program.debugInfo.localsAt(pc - slide); // [{ name: "made", type, pieces: [{ place: "frame", frameOffset: -24, ... }] }]
 *
 *     const { types, variables } = program.debugInfo;
 *     types.name(variables.type(variables.findByName("main.server"))); // "*main.Cache"
 */
export type { BuildIds } from "./build-id.ts";
export type { BuildInfo, Module } from "./build-info.ts";
export type { ByteSource } from "./byte-source.ts";
export type { DebugInfo } from "./dwarf/debug-info.ts";
export type { LocalVariable } from "./dwarf/local-variables.ts";
export type { SourceFrame } from "./dwarf/source-frames.ts";
export { type TypeColumns, TypeGraph, TypeKind } from "./dwarf/type-graph.ts";
export type { VariablePiece } from "./dwarf/variable-pieces.ts";
export type { VariableTable } from "./dwarf/variable-table.ts";
export type { Architecture, BinaryFormat, ObjectFile, Section, Segment } from "./object-file.ts";
export type { FunctionTable, SourceLine } from "./pclntab/function-table.ts";
export type { GoFunctions } from "./pclntab/go-functions.ts";
export type { Frame } from "./pclntab/inline-tree.ts";
export { decodeProgram, Program } from "./program.ts";
export { readMemory } from "./section-data.ts";
export { NONE, type SymbolTable } from "./symbol-table.ts";
