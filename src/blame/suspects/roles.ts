/**
 * What a frame is for, by its name: the patterns that decide what a growing stack means. Memory allocated by a decoder is held by whoever
 * keeps what it decoded; a container grows because somebody puts things in; a pool keeps what it was given; what an init function made is made
 * once; and the profiler's own buffers are in the profile too.
 */
import { isStandardPath } from "../../graph/go/module-root.ts";
import { packageOf } from "../../graph/go/symbol.ts";

/** What a frame is for, by its name. */
export type Role = "decoder" | "container" | "pool" | "goroutine" | "init" | "observability";

interface RolePattern {
  readonly role: Role;
  readonly pattern: RegExp;
}

/** The first that matches a function's name counts. */
const PATTERNS: readonly RolePattern[] = [
  {
    role: "observability",
    pattern:
      /^runtime\/(?:pprof\.(?!Do$|SetGoroutineLabels$|WithLabels$|Labels$|Do\.)|trace\.|metrics\.)|^net\/http\/pprof\.|\/prometheus(?:\/promhttp)?\.\(\*?Registry\)\.Gather|^expvar\./,
  },
  {
    role: "init",
    pattern: /\.init(?:\.\d+)?$|^regexp\.(?:MustCompile|Compile|compile)|\.describeStruct$|^unicode\.init/,
  },
  {
    role: "decoder",
    pattern:
      /\.\(\*StreamWatcher\)\.receive$|\.\(\*Reflector\)\.(?:list|watch|[lL]istAndWatch)\w*(?:\.func[\d.]+)?$|\.(?:Unmarshal|UnmarshalJSON|UnmarshalBinary|UnmarshalText|UnmarshalCBOR|UnmarshalYAML|UnmarshalVT|UnmarshalTo|UnmarshalMerge|UnmarshalNext)$|^encoding\/(?:json|gob|xml|csv|asn1|base64|hex)\b.*(?:[uU]nmarshal|[dD]ecod|Reader\))|\/(?:json-iterator\/go|jsoniter|easyjson|sonic|cbor|msgpack|yaml(?:\.v\d)?)\b.*\..*(?:[uU]nmarshal|[dD]ecod|Iterator|Lexer|Reader|[pP]arse)|\b(?:snappy|lz4|zstd|s2)\.(?:\([^)]*\)\.)?(?:Decode|DecodeAll|NewReader|Read)|\.\(\*?\w*(?:Decoder|Serializer|Unmarshaler)\)\.Decode\w*$/,
  },
  {
    role: "pool",
    pattern:
      /^sync\.\(\*Pool\)\.|^bytes\.(?:makeSlice|growSlice|\(\*Buffer\)\.)|^bufio\.New|^compress\/\w+\.New\w*Writer|\/flate\.New\w*Writer|[bB]uf(?:fer)?[pP]ool\b/,
  },
  {
    role: "container",
    pattern:
      /^runtime\.(?:growslice|makemap|mapassign)|^internal\/(?:sync|runtime\/maps)\.|^sync\.\(\*Map\)\.|^container\/|^maps\.|^slices\.(?:Grow|Insert|Concat|Clone)|\.\(\*?(?:LRU|lru|Cache|simpleLRU)[^)]*\)\.(?:Add|Set|Put)$|\.\(\*threadSafeMap\)\.|\.\(\*RingGrowing\)/,
  },
  { role: "goroutine", pattern: /^runtime\.(?:malg|newproc\w*|allocm)$/ },
];

/** Role of one function, undefined if its name does not tell. */
export function roleOfFunction(name: string): Role | undefined {
  const bare = name.includes("[") ? name.slice(0, name.indexOf("[")) + name.slice(name.lastIndexOf("]") + 1) : name;
  return PATTERNS.find(({ pattern }) => pattern.test(bare))?.role;
}

/** Roles that a frame lends to all that it calls, whoever is in between. */
export function isPervasive(role: Role): boolean {
  return role === "observability" || role === "init";
}

/** Frames that carry growth rather than cause it: the standard library's and the runtime's, by name alone, so that builds agree. */
export function isPlumbing(name: string): boolean {
  const path = packageOf(name);
  return path === "" || path === "go" || isStandardPath(path);
}

/** Plumbing, and the function that everything in a program is called from: what is written in it, as a handler is, does several things too. */
export function isTrunk(name: string): boolean {
  return /^main\.main(?:\.(?:func|gowrap)[\d.]+)*$/.test(name) || isPlumbing(name);
}

/** Hands a request on to the next handler: middleware, routers. */
export function isRelayFrame(name: string): boolean {
  return /\.(?:ServeHTTP|HandlerFunc\.ServeHTTP)$/.test(name);
}
