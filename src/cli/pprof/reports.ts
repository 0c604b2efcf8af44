/** Which report and which format each pprof command is. Each is loaded when it is asked for. */
import type { ZoneOptions } from "../../measurement/zone.ts";
import type { Pattern } from "../../profile/filter/pattern.ts";
import type { Document } from "../output.ts";
import { packProfile } from "./pack-profile.ts";
import { graphQuery, type RenderRequest } from "./render-request.ts";

export interface PprofRenderer {
  readonly render: (request: RenderRequest) => Promise<Document>;
  /** Of a format that is not for terminals. */
  readonly extension?: string;
  /** Goes to a file that is then looked at. */
  readonly isShown?: boolean;
}

export const PPROF_RENDERERS: Readonly<Record<string, PprofRenderer>> = {
  top: { render: renderTop },
  text: { render: renderTop },
  tree: { render: renderTree },
  peek: { render: renderTree },
  list: { render: renderList },
  traces: { render: renderTraces },
  tags: { render: renderTags },
  comments: { render: renderComments },
  raw: { render: renderRaw },
  dot: { render: renderDot },
  callgrind: { render: renderCallgrind, extension: "callgraph.out" },
  svg: { render: async (request) => (await pictures()).renderSvgPicture(request), extension: "svg" },
  png: { render: async (request) => (await pictures()).renderPngPicture(request), extension: "png" },
  pdf: { render: async (request) => (await pictures()).renderPdfPicture(request), extension: "pdf" },
  web: { render: async (request) => (await pictures()).renderWebPicture(request), extension: "svg", isShown: true },
  proto: { render: renderProto, extension: "pb.gz" },
  topproto: { render: renderTopProto, extension: "pb.gz" },
};

function pictures(): Promise<typeof import("./pictures.ts")> {
  return import("./pictures.ts");
}

async function renderTop(request: RenderRequest): Promise<Document> {
  const [{ topReport }, { renderTop }] = await Promise.all([
    import("../../report/pprof/top.ts"),
    import("../../render/pprof/top.ts"),
  ]);
  return renderTop(topReport(request.view, graphQuery(request)), zoneOf(request));
}

async function renderTree(request: RenderRequest): Promise<Document> {
  const [{ treeReport }, { renderTree }] = await Promise.all([
    import("../../report/pprof/tree.ts"),
    import("../../render/pprof/tree.ts"),
  ]);
  const { pattern } = request;
  const peek = pattern && { text: pattern.source, matches: pattern.matches };
  return renderTree(treeReport(request.view, graphQuery(request), peek), zoneOf(request));
}

async function renderList({ view, pattern, settings, io }: RenderRequest): Promise<Document> {
  const [
    { listReport },
    { renderList },
    { readSourceFile },
    { resolveGoDirectories },
    { trimPath },
    { programEvidence },
  ] = await Promise.all([
    import("../../report/pprof/list.ts"),
    import("../../render/pprof/list.ts"),
    import("../../fetch/sources/source-file.ts"),
    import("../../fetch/sources/go-directories.ts"),
    import("../../graph/trim-path.ts"),
    import("../../graph/go/program-evidence.ts"),
  ]);
  const searchPath = settings.sourcePath === "" ? io.cwd : settings.sourcePath;
  const trim = (file: string): string => trimPath(file, settings.trimPath, searchPath);
  const go = { ...resolveGoDirectories(io.env, io.cwd), ...programEvidence(view.profile) };
  const { dropNegative } = settings;
  const instead = new Map<string, string>();
  const report = listReport(view, {
    pattern: pattern as Pattern,
    dropNegative,
    readSource: (file, functionName) => {
      const source = readSourceFile(file, functionName, { searchPath, trim, go });
      if (source.kind === "found" && source.instead !== undefined) instead.set(file, source.instead);
      return source;
    },
  });
  for (const [file, path] of instead) await io.stderr.write(`heapblame: ${file}: read from ${path}\n`);
  return renderList(report);
}

async function renderTraces(request: RenderRequest): Promise<Document> {
  const [{ tracesReport }, { renderTraces }] = await Promise.all([
    import("../../report/pprof/traces.ts"),
    import("../../render/pprof/traces.ts"),
  ]);
  return renderTraces(tracesReport(request.view), zoneOf(request));
}

async function renderTags({ view }: RenderRequest): Promise<Document> {
  const [{ tagsReport }, { renderTags }] = await Promise.all([
    import("../../report/pprof/tags.ts"),
    import("../../render/pprof/tags.ts"),
  ]);
  return renderTags(tagsReport(view));
}

async function renderComments({ view }: RenderRequest): Promise<Document> {
  const [{ commentsReport }, { renderComments }] = await Promise.all([
    import("../../report/pprof/comments.ts"),
    import("../../render/pprof/comments.ts"),
  ]);
  return renderComments(commentsReport(view));
}

async function renderRaw(request: RenderRequest): Promise<Document> {
  const [{ rawReport }, { renderRaw }] = await Promise.all([
    import("../../report/pprof/raw.ts"),
    import("../../render/pprof/raw.ts"),
  ]);
  return renderRaw(rawReport(request.view), zoneOf(request));
}

async function renderDot(request: RenderRequest): Promise<Document> {
  const [{ callGraphReport }, { renderDot }] = await Promise.all([
    import("../../report/pprof/call-graph.ts"),
    import("../../render/pprof/dot.ts"),
  ]);
  return renderDot(callGraphReport(request.view, graphQuery(request)), zoneOf(request));
}

async function renderCallgrind(request: RenderRequest): Promise<Document> {
  const [{ callgrindReport }, { renderCallgrind }] = await Promise.all([
    import("../../report/pprof/callgrind.ts"),
    import("../../render/pprof/callgrind.ts"),
  ]);
  return renderCallgrind(callgrindReport(request.view, graphQuery(request)));
}

async function renderProto({ view }: RenderRequest): Promise<Document> {
  const { protoProfile } = await import("../../report/pprof/proto.ts");
  return await packProfile(protoProfile(view));
}

async function renderTopProto(request: RenderRequest): Promise<Document> {
  const { topProtoReport } = await import("../../report/pprof/top-proto.ts");
  return await packProfile(topProtoReport(request.view, graphQuery(request)));
}

function zoneOf({ io }: RenderRequest): ZoneOptions {
  return { timeZone: io.env["TZ"] };
}
