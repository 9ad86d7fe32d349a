import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as rpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import emptyProto from "google-protobuf/google/protobuf/empty_pb";
import structProto from "google-protobuf/google/protobuf/struct_pb";
import { POLICY_RULES } from "../../lifecycle/policy/rules";

const PACK = join(__dirname, "..", "..", "policy");
const RUNNER = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");

interface Diagnostic {
    readonly policyname: string;
    readonly message: string;
}

/** What Pulumi's language host does with a policy pack: runs its own entry in the pack's folder, and reads a port. */
describe("the policy pack in Pulumi's own runner", function () {
    this.timeout(120_000);
    let runner: ChildProcess;
    let client: rpc.AnalyzerClient;

    before(async () => {
        runner = spawn(process.execPath, [RUNNER, "127.0.0.1:1", PACK], { cwd: PACK, stdio: "pipe" });
        client = new rpc.AnalyzerClient(
            `127.0.0.1:${await portOf(runner)}`,
            grpc.credentials.createInsecure(),
        );
    });

    after(() => {
        client?.close();
        runner?.kill();
    });

    it("loads, with every rule", async () => {
        const info = await new Promise<proto.AnalyzerInfo>((resolve, reject) => {
            client.getAnalyzerInfo(new emptyProto.Empty(), (error, answer) =>
                error ? reject(error) : resolve(answer),
            );
        });

        assert.equal(info.getName(), "windlass");
        assert.deepEqual(
            info.getPoliciesList().map((policy) => policy.getName()),
            [...POLICY_RULES.map(({ id }) => id), ...POLICY_RULES.map(({ id }) => `${id}-warning`)],
        );
        assert.equal(info.getVersion(), version("package.json"));
    });

    it("refuses an image without an exact version, as check does, and passes one with it", async () => {
        assert.deepEqual(await exactVersions("docker.io/example/backend:1.2.3"), []);

        const [found, ...more] = await exactVersions("docker.io/example/backend:latest");
        assert.match(found ?? "", /prod\/Deployment\/backend.*backend:latest/);
        assert.deepEqual(more, []);
    });

    async function exactVersions(image: string): Promise<readonly string[]> {
        const objects = [
            {
                apiVersion: "security.istio.io/v1",
                kind: "PeerAuthentication",
                metadata: { name: "default", namespace: "istio-system" },
                spec: { mtls: { mode: "STRICT" } },
            },
            {
                apiVersion: "apps/v1",
                kind: "Deployment",
                metadata: { name: "backend", namespace: "prod" },
                spec: { template: { spec: { containers: [{ name: "backend", image }] } } },
            },
        ];
        const request = new proto.AnalyzeStackRequest();
        request.setResourcesList(objects.map(toResource));
        const response = await new Promise<proto.AnalyzeResponse>((resolve, reject) => {
            client.analyzeStack(request, (error, answer) => (error ? reject(error) : resolve(answer)));
        });
        const diagnostics = response.toObject().diagnosticsList as readonly Diagnostic[];
        return diagnostics
            .filter(({ policyname }) => policyname === "exact-versions")
            .map(({ message }) => message);
    }
});

describe("the policy pack's package", () => {
    it("has the project's version", () => {
        assert.equal(version("policy/package.json"), version("package.json"));
    });
});

function version(file: string): string {
    const text = readFileSync(join(PACK, "..", file), "utf8");
    return (JSON.parse(text) as { readonly version: string }).version;
}

function toResource(object: { readonly apiVersion: string; readonly kind: string }): proto.AnalyzerResource {
    const type = `kubernetes:${object.apiVersion}:${object.kind}`;
    const resource = new proto.AnalyzerResource();
    resource.setType(type);
    resource.setUrn(`urn:pulumi:dev::windlass::${type}::one`);
    resource.setName("one");
    resource.setProperties(structProto.Struct.fromJavaScript(object));
    resource.setOptions(new proto.AnalyzerResourceOptions());
    return resource;
}

/** The port the runner prints; rejects, with all it says, when it ends without one. */
function portOf(runner: ChildProcess): Promise<number> {
    return new Promise((resolve, reject) => {
        let said = "";
        runner.stderr?.on("data", (chunk: Buffer) => (said += String(chunk)));
        runner.stdout?.on("data", (chunk: Buffer) => {
            const port = Number(/^(\d+)\s/.exec(String(chunk))?.[1]);
            if (port > 0) resolve(port);
            else said += String(chunk);
        });
        runner.once("exit", (status) => reject(new Error(`The runner ended with status ${status}: ${said}`)));
    });
}
