/** Modules whose hosts have rules of their own, by what Go's module proxy has there; module.test.ts has the usual ones. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { moduleRoot } from "../../../src/graph/go/module-root.ts";

/** One for each rule, and what differs from it. */
const ROOTS = `bitbucket.org/creachadair/shell
buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go
cloud.google.com/go/storage cloud.google.com/go/auth/oauth2adapt cloud.google.com/go/compute/metadata
codeberg.org/gruf/go-bytes contrib.go.opencensus.io/exporter/prometheus cuelabs.dev/go/oci/ociregistry
dev.azure.com/org/project/_git/repo filippo.io/age gitea.com/lunny/log gitee.com/openeuler/go-gitee
github.com/dgraph-io/badger/v2 github.com/Azure/azure-sdk-for-go/sdk/storage/azblob
github.com/Azure/azure-sdk-for-go/sdk/azcore github.com/Azure/azure-sdk-for-go/sdk/azidentity
github.com/Azure/azure-sdk-for-go/sdk/internal
github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/compute/armcompute/v6
github.com/Azure/go-autorest/autorest github.com/Azure/go-autorest/autorest/adal
github.com/Azure/go-autorest/autorest/date github.com/Azure/go-autorest/autorest/to
github.com/aws/aws-sdk-go-v2 github.com/aws/aws-sdk-go-v2/config github.com/aws/aws-sdk-go-v2/credentials
github.com/aws/aws-sdk-go-v2/feature/ec2/imds github.com/aws/aws-sdk-go-v2/internal/configsources
github.com/aws/aws-sdk-go-v2/internal/endpoints/v2 github.com/aws/aws-sdk-go-v2/internal/ini
github.com/aws/aws-sdk-go-v2/internal/v4a github.com/aws/aws-sdk-go-v2/service/s3
github.com/aws/aws-sdk-go-v2/service/internal/presigned-url
github.com/hashicorp/consul/api github.com/hashicorp/vault/api github.com/hashicorp/vault/sdk
gitlab.com/gitlab-org/labkit go.etcd.io/bbolt go.etcd.io/etcd go.etcd.io/etcd/api/v3 go.etcd.io/etcd/client/v3
go.etcd.io/etcd/client/pkg/v3 go.etcd.io/etcd/pkg/v3 go.etcd.io/etcd/raft/v3 go.etcd.io/etcd/server
go.etcd.io/etcd/server/v3 go.opencensus.io go.opentelemetry.io/auto/sdk go.opentelemetry.io/collector/pdata
go.opentelemetry.io/contrib/propagators/b3 go.opentelemetry.io/contrib/instrumentation/runtime
go.opentelemetry.io/contrib/instrumentation/github.com/gin-gonic/gin/otelgin
go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc
go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp go.opentelemetry.io/otel
go.opentelemetry.io/otel/bridge/opencensus go.opentelemetry.io/otel/exporters/prometheus
go.opentelemetry.io/otel/exporters/otlp/otlptrace go.opentelemetry.io/otel/exporters/otlp/otlplog/otlploggrpc
go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc
go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc
go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp
go.opentelemetry.io/otel/exporters/stdout/stdouttrace go.opentelemetry.io/otel/log go.opentelemetry.io/otel/metric
go.opentelemetry.io/otel/sdk go.opentelemetry.io/otel/sdk/log go.opentelemetry.io/otel/sdk/metric
go.opentelemetry.io/otel/trace go.opentelemetry.io/proto/otlp go.starlark.net go4.org go4.org/intern go4.org/mem
go4.org/netipx go4.org/unsafe/assume-no-moving-gc gocloud.dev golang.org/x/net gonum.org/v1/gonum
google.golang.org/genproto google.golang.org/grpc gorm.io/gorm gorm.io/driver/postgres gorm.io/plugin/dbresolver gotest.tools gotest.tools/v3
honnef.co/go/tools k8s.io/client-go pault.ag/go/debian sigs.k8s.io/controller-runtime sigs.k8s.io/kustomize/api
software.sslmate.com/src/go-pkcs12 tailscale.com zombiezen.com/go/sqlite
gopkg.in/yaml.v3 gopkg.in/natefinch/lumberjack.v2 git.corp.example/team/app vanity.example/app app`;

test("a package is of the module that its host's rule says, however deep it lies", () => {
  for (const root of ROOTS.split(/\s+/)) assert.equal(moduleRoot(`${root}/some/place`), root);
});

test("packages of the cloud's own module are of it, though others lie beside them", () => {
  for (const name of ["civil", "httpreplay", "internal"])
    assert.equal(moduleRoot(`cloud.google.com/go/${name}/some/place`), `cloud.google.com/go`);
});
