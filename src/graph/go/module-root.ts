/**
 * Where a Go module begins in the path of a package, by the rules of the host it lives on:
 *
 *     github.com/dgraph-io/badger/v2/table            github.com/dgraph-io/badger/v2
 *     k8s.io/client-go/tools/cache                    k8s.io/client-go
 *     cloud.google.com/go/storage/internal            cloud.google.com/go/storage
 *     gopkg.in/natefinch/lumberjack.v2                gopkg.in/natefinch/lumberjack.v2
 *     git.corp.example/team/app/internal/db           git.corp.example/team/app
 *     vanity.example/app/internal/db                  vanity.example/app
 *     app/internal/db                                 app
 *
 * A rule is a guess where a host or a repository holds modules it does not list; a source file with `@version` in its
 * path is a fact, and `go-module.ts` lets it win.
 */

/**
 * Elements in the path of a module, by the longest listed prefix of the package path. A repository may nest modules
 * (`cloud.google.com/go/storage`), so a prefix may stand for one that is not. A major version (`/v2` and up) behind
 * that many elements belongs to the module too. Not listed: `gopkg.in` (2 elements, 3 if the second has no `.vN`),
 * hosts named like a forge, `git.corp.example` (3), all other hosts (2), paths without a host (1).
 */
const ELEMENTS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    "bitbucket.org": 3,
    "buf.build/gen/go": 7,
    "cloud.google.com/go": 3,
    "cloud.google.com/go/auth/oauth2adapt": 4,
    "cloud.google.com/go/civil": 2,
    "cloud.google.com/go/compute/metadata": 4,
    "cloud.google.com/go/httpreplay": 2,
    "cloud.google.com/go/internal": 2,
    "codeberg.org": 3,
    "contrib.go.opencensus.io/exporter": 3,
    "cuelabs.dev/go": 4,
    "dev.azure.com": 5,
    "filippo.io": 2,
    "gitea.com": 3,
    "gitee.com": 3,
    "github.com": 3,
    "github.com/Azure/azure-sdk-for-go/sdk": 6,
    "github.com/Azure/azure-sdk-for-go/sdk/azcore": 5,
    "github.com/Azure/azure-sdk-for-go/sdk/azidentity": 5,
    "github.com/Azure/azure-sdk-for-go/sdk/internal": 5,
    "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager": 7,
    "github.com/Azure/go-autorest": 4,
    "github.com/Azure/go-autorest/autorest/adal": 5,
    "github.com/Azure/go-autorest/autorest/date": 5,
    "github.com/Azure/go-autorest/autorest/to": 5,
    "github.com/aws/aws-sdk-go-v2/config": 4,
    "github.com/aws/aws-sdk-go-v2/credentials": 4,
    "github.com/aws/aws-sdk-go-v2/feature": 6,
    "github.com/aws/aws-sdk-go-v2/internal/configsources": 5,
    "github.com/aws/aws-sdk-go-v2/internal/endpoints/v2": 6,
    "github.com/aws/aws-sdk-go-v2/internal/ini": 5,
    "github.com/aws/aws-sdk-go-v2/internal/v4a": 5,
    "github.com/aws/aws-sdk-go-v2/service": 5,
    "github.com/aws/aws-sdk-go-v2/service/internal": 6,
    "github.com/hashicorp/consul/api": 4,
    "github.com/hashicorp/vault/api": 4,
    "github.com/hashicorp/vault/sdk": 4,
    "gitlab.com": 3,
    "go.etcd.io/etcd/api": 3,
    "go.etcd.io/etcd/client": 3,
    "go.etcd.io/etcd/client/pkg": 4,
    "go.etcd.io/etcd/pkg/v3": 3,
    "go.etcd.io/etcd/raft": 3,
    "go.etcd.io/etcd/server": 3,
    "go.opencensus.io": 1,
    "go.opentelemetry.io/auto": 3,
    "go.opentelemetry.io/collector": 3,
    "go.opentelemetry.io/contrib": 4,
    "go.opentelemetry.io/contrib/instrumentation/github.com": 7,
    "go.opentelemetry.io/contrib/instrumentation/google.golang.org": 6,
    "go.opentelemetry.io/contrib/instrumentation/net": 6,
    "go.opentelemetry.io/otel/bridge": 4,
    "go.opentelemetry.io/otel/exporters": 4,
    "go.opentelemetry.io/otel/exporters/otlp": 5,
    "go.opentelemetry.io/otel/exporters/otlp/otlplog": 6,
    "go.opentelemetry.io/otel/exporters/otlp/otlpmetric": 6,
    "go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc": 6,
    "go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp": 6,
    "go.opentelemetry.io/otel/exporters/stdout": 5,
    "go.opentelemetry.io/otel/log": 3,
    "go.opentelemetry.io/otel/metric": 3,
    "go.opentelemetry.io/otel/sdk": 3,
    "go.opentelemetry.io/otel/sdk/log": 4,
    "go.opentelemetry.io/otel/sdk/metric": 4,
    "go.opentelemetry.io/otel/trace": 3,
    "go.opentelemetry.io/proto": 3,
    "go.starlark.net": 1,
    "go4.org": 1,
    "go4.org/intern": 2,
    "go4.org/mem": 2,
    "go4.org/netipx": 2,
    "go4.org/unsafe": 3,
    "gocloud.dev": 1,
    "golang.org/x": 3,
    "gonum.org/v1": 3,
    "google.golang.org/genproto/googleapis/api": 4,
    "google.golang.org/genproto/googleapis/bytestream": 4,
    "google.golang.org/genproto/googleapis/rpc": 4,
    "gorm.io/driver": 3,
    "gorm.io/plugin": 3,
    "gotest.tools": 1,
    "honnef.co/go": 3,
    "pault.ag/go": 3,
    "sigs.k8s.io/kustomize": 3,
    "software.sslmate.com/src": 3,
    "tailscale.com": 1,
    "zombiezen.com/go": 3,
    // Two elements like any other host; listed so that a main module found there is known, not guessed.
    ...Object.fromEntries(
      (
        "connectrpc.com dario.cat entgo.io go.etcd.io go.mongodb.org go.opentelemetry.io go.temporal.io go.uber.org " +
        "google.golang.org gorm.io gvisor.dev helm.sh istio.io k8s.io knative.dev kubevirt.io modernc.org mvdan.cc " +
        "oras.land rsc.io sigs.k8s.io storj.io vitess.io"
      )
        .split(" ")
        .map((host) => [host, 2]),
    ),
  }),
);

const STANDARD = new Set(
  (
    "archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go " +
    "hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime simd slices " +
    "sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak cmd"
  ).split(" "),
);
const FORGE = /^(?:git|gitlab|github|gitea|forgejo|bitbucket|scm|salsa)\./;
/** Of these only those may have groups within groups: GitHub, Gitea, Forgejo and Bitbucket have an owner and a repository. */
const NESTING = /^(?:git|gitlab|scm|salsa)\./;
const MAJOR_VERSION = /^v(?:[2-9]|[1-9]\d+)$/;

/** The module a package belongs to, by the rules alone. */
export function moduleRoot(packagePath: string): string {
  const elements = packagePath.split("/", 12);
  const count = moduleElements(elements);
  const hasMajor = MAJOR_VERSION.test(elements[count] ?? "");
  return elements.slice(0, hasMajor ? count + 1 : count).join("/");
}

/** Whether the rules know the host, so that the root is more than "two elements". */
export function hasKnownHost(packagePath: string): boolean {
  const elements = packagePath.split("/", 12);
  return elements[0] === "gopkg.in" || FORGE.test(packagePath) || listedElements(elements) !== undefined;
}

/** Whether the host is a forge whose projects may lie in groups of groups, so that the root may be longer. */
export function hasNestedGroups(packagePath: string): boolean {
  return NESTING.test(packagePath);
}

function moduleElements(elements: readonly string[]): number {
  const host = elements[0] ?? "";
  if (!host.includes(".")) return 1;
  if (host === "gopkg.in") return /\.v\d+$/.test(elements[1] ?? "") ? 2 : 3;
  return listedElements(elements) ?? (FORGE.test(host) ? 3 : 2);
}

function listedElements(elements: readonly string[]): number | undefined {
  for (let length = elements.length; length > 0; length--) {
    const count = ELEMENTS.get(elements.slice(0, length).join("/"));
    if (count !== undefined) return count;
  }
  return undefined;
}

/** Whether the first element is one of the standard library's (as of Go 1.26) or `cmd`; no other name may lack a dot. */
export function isStandardPath(packagePath: string): boolean {
  const slash = packagePath.indexOf("/");
  return STANDARD.has(slash < 0 ? packagePath : packagePath.slice(0, slash));
}
