/** Modules whose hosts have rules of their own, by what Go's module proxy has there; module.test.ts has the usual ones. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { moduleRoot } from "../../../src/graph/go/module-root.ts";

test("a package is of the module that its host's rule says, however deep it lies", () => {
  for (const root of [
    "gitea.com/lunny/log",
    "github.com/aws/aws-sdk-go-v2/internal/endpoints/v2",
    "github.com/aws/aws-sdk-go-v2/internal/ini",
    "github.com/hashicorp/vault/api",
    "go.opentelemetry.io/contrib/instrumentation/runtime",
    "go.opentelemetry.io/otel/bridge/opencensus",
    "go.opentelemetry.io/otel/sdk/log",
    "go.opentelemetry.io/otel/trace",
    "go.starlark.net",
    "go4.org",
    "go4.org/netipx",
    "gocloud.dev",
    "golang.org/x/net",
    "k8s.io/client-go",
  ])
    assert.equal(moduleRoot(`${root}/some/place`), root);
});
