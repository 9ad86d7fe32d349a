import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as rpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import schema from "../../provider/schema.json";
import { componentSchemaText } from "../../scripts/component-schema";
import { ResourceMonitor } from "../support/resource-monitor";

const ROOT = join(__dirname, "..", "..");
const PROVIDER = join(ROOT, "provider");
/** What Pulumi's language host starts a plugin with. */
const RUNNER = require.resolve("@pulumi/pulumi/cmd/run-plugin");

describe("the schema of the components", function () {
    this.timeout(120_000);

    it("is what Pulumi's analyzer makes of their sources: run `npm run schema` where it is not", async () => {
        assert.equal(readFileSync(join(PROVIDER, "schema.json"), "utf8"), await componentSchemaText());
    });

    it("has every component, by the type it is registered with, and what it requires", () => {
        const found = Object.entries(schema.resources).map(([type, { requiredInputs }]) => [
            type,
            ...requiredInputs,
        ]);

        assert.deepEqual(found.sort(), [
            ["windlass:flagger:Canary", "metrics", "namespace", "service", "strategy", "target"],
            ["windlass:flagger:Flagger", "cluster", "version"],
            ["windlass:flagger:MetricTemplates"],
            ["windlass:flux:Bootstrap", "operatorVersion", "version"],
            ["windlass:istio:ControlPlane", "version"],
            ["windlass:istio:Gateway", "namespace", "version"],
            ["windlass:security:MeshPolicy"],
            ["windlass:workload:Workloads", "objects"],
        ]);
    });

    it("describes every input and output", () => {
        const nameless = Object.entries(schema.resources).flatMap(([type, { inputProperties, properties }]) =>
            Object.entries({ ...inputProperties, ...properties } as Record<string, { description?: string }>)
                .filter(([, { description = "" }]) => description.length < 5)
                .map(([key]) => `${type} ${key}`),
        );

        assert.deepEqual(nameless, []);
    });
});

describe("the component provider in Pulumi's own runner", function () {
    this.timeout(120_000);
    const monitor = new ResourceMonitor();
    let runner: ChildProcess;
    let client: rpc.ResourceProviderClient;

    before(async () => {
        const engine = await monitor.start();
        runner = spawn(process.execPath, [RUNNER, PROVIDER, engine], { cwd: PROVIDER, stdio: "pipe" });
        client = new rpc.ResourceProviderClient(
            `127.0.0.1:${await portOf(runner)}`,
            grpc.credentials.createInsecure(),
        );
    });

    after(() => {
        client?.close();
        runner?.kill();
        monitor.stop();
    });

    it("hands out the schema, at the package's version", async () => {
        const response = await new Promise<proto.GetSchemaResponse>((resolve, reject) => {
            client.getSchema(new proto.GetSchemaRequest(), (error, answer) =>
                error ? reject(error) : resolve(answer),
            );
        });
        const { version, ...served } = JSON.parse(response.getSchema()) as { version: string };
        const { version: expected } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
            version: string;
        };

        assert.equal(version, expected);
        assert.deepEqual(served, schema);
    });

    it("makes a component, and answers with its outputs", async () => {
        const state = await construct("windlass:istio:Gateway", "edge", {
            version: "1.31.1",
            namespace: "edge",
            hosts: ["shop.example.com"],
        });

        assert.deepEqual(state, { namespace: "edge", service: "istio-ingress", reference: "edge/public" });
        assert.deepEqual(monitor.registered.splice(0).sort(), [
            "kubernetes:core/v1:Namespace edge-namespace",
            "kubernetes:core/v1:ServiceAccount edge-account",
            "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease edge-release",
            "kubernetes:networking.istio.io/v1:Gateway edge-gateway",
            "kubernetes:networking.k8s.io/v1:NetworkPolicy edge-network-policy",
            "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding edge-rights",
            "kubernetes:source.toolkit.fluxcd.io/v1:HelmRepository edge-charts",
            "windlass:istio:Gateway edge",
        ]);
    });

    it("refuses what a component refuses, and a component there is not", async () => {
        const objects = [{ kind: "Service" }];
        await assert.rejects(construct("windlass:workload:Workloads", "apps", { objects }), /apiVersion/);
        await assert.rejects(construct("windlass:istio:Nothing", "x", {}), /has no component/);
    });

    async function construct(
        type: string,
        name: string,
        inputs: Record<string, JavaScriptValue>,
    ): Promise<unknown> {
        const request = new proto.ConstructRequest();
        request.setProject("shop");
        request.setStack("dev");
        request.setMonitorendpoint(monitor.address);
        request.setDryrun(true);
        request.setParallel(4);
        request.setType(type);
        request.setName(name);
        request.setInputs(Struct.fromJavaScript(inputs));
        const response = await new Promise<proto.ConstructResponse>((resolve, reject) => {
            client.construct(request, (error, answer) => (error ? reject(error) : resolve(answer)));
        });
        return response.getState()?.toJavaScript();
    }
});

/** The port a plugin prints once it listens. */
async function portOf(plugin: ChildProcess): Promise<string> {
    assert.ok(plugin.stdout);
    const [chunk] = (await once(plugin.stdout, "data")) as [Buffer];
    return chunk.toString().trim();
}
