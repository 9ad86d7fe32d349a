import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BuildResult, buildApp, readHelmApp } from "../../../adapters/build/build-app";
import type { LocatedTool } from "../../../adapters/build/locate-tool";
import { runTool } from "../../../adapters/build/run-tool";
import { builtApps } from "../../../adapters/files/app-files";
import { readBuilt } from "../../../adapters/files/built-source";
import { buildToolOrSkip } from "../../support/build-tools";
import { exampleSettings } from "../../support/example-stack";
import { FaultServer } from "../../support/http-server";
import { temporaryFolder } from "../../support/temporary-folder";

const CHART: Readonly<Record<string, string>> = {
    "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.2.3\n",
    "chart/values.yaml": "replicas: 1\n",
    "chart/crds/crd.yaml":
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: as.example.com }\nspec: { group: example.com, scope: Cluster, names: { kind: A, plural: as }, versions: [] }\n",
    "chart/templates/all.yaml": [
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: {{ .Release.Name }} }\ndata: { replicas: {{ .Values.replicas | quote }}, minor: {{ .Capabilities.KubeVersion.Minor | quote }} }",
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: shop }",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: test, annotations: { helm.sh/hook: test } }",
        "",
    ].join("\n---\n"),
    "helm.yaml":
        'schema: windlass/helm/v1\nchart: chart\nnamespace: prod\nkubernetes: "1.34"\nvalues: [more.yaml]\n',
    "more.yaml": "replicas: 2\n",
    "values.prod.yaml": "replicas: 3\n",
};

describe("buildApp", function () {
    this.timeout(60_000);
    const root = temporaryFolder();
    let tool: LocatedTool;

    function write(files: Readonly<Record<string, string>>): void {
        rmSync(join(root, "apps"), { recursive: true, force: true });
        for (const [file, text] of Object.entries(files)) {
            mkdirSync(dirname(join(root, "apps/shop", file)), { recursive: true });
            writeFileSync(join(root, "apps/shop", file), text);
        }
    }

    function appOf(stack: string) {
        const built = builtApps(root)("shop", stack);
        assert(built);
        return built;
    }

    const build = (stack = "dev"): Promise<BuildResult> =>
        buildApp({
            root,
            app: "shop",
            built: appOf(stack),
            tool,
            settings: exampleSettings(),
            env: { WINDLASS_CACHE: join(root, "cache") },
        });
    const objects = (stack = "dev") => readBuilt(root, "shop", appOf(stack)).map(({ manifest }) => manifest);

    describe("of a chart, with the real helm", () => {
        before(async function () {
            tool = await buildToolOrSkip(this, "helm");
        });

        it("writes CRDs and objects where helm would put them, with the stack's values last, and no tests", async () => {
            write(CHART);
            assert.equal((await build()).file, "apps/shop/built/_all.yaml");
            assert.equal((await build("prod")).file, "apps/shop/built/prod.yaml");

            assert.deepEqual(
                objects().map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name]),
                [
                    ["CustomResourceDefinition", undefined, "as.example.com"],
                    ["ConfigMap", "prod", "shop"],
                    ["ClusterRole", undefined, "shop"],
                ],
            );
            assert.deepEqual(
                [objects(), objects("prod")].map(([, config]) => config?.["data"]),
                ["2", "3"].map((replicas) => ({ replicas, minor: "34" })),
            );
        });

        it("is the same bytes the second time", async () => {
            write(CHART);

            assert.deepEqual([(await build()).written, (await build()).written], [true, false]);
        });

        it("names what is made of chance, and writes nothing", async () => {
            write({
                ...CHART,
                "chart/templates/all.yaml":
                    "apiVersion: v1\nkind: Secret\nmetadata: { name: a }\ndata: { p: {{ randAlphaNum 20 | b64enc }} }\n",
            });

            await assert.rejects(
                build(),
                /helm\.yaml: Secret\/a: data\.p: is another each time the chart is rendered/,
            );
            assert.deepEqual(readdirSync(join(root, "apps/shop")).includes("built"), false);
        });

        it("takes a chart of a repository by its digest, and from then on without it", async () => {
            write(CHART);
            const folder = join(root, "apps/shop");
            await runTool({ tool: "helm", path: tool.path, args: ["package", "chart"], cwd: folder });
            const archive = readFileSync(join(folder, "shop-1.2.3.tgz"));
            const index =
                "apiVersion: v1\nentries:\n  shop:\n    - { apiVersion: v2, name: shop, version: 1.2.3, urls: [shop-1.2.3.tgz] }\n";
            const server = new FaultServer();
            await server.start();
            server.on("/index.yaml", { body: index });
            server.on("/shop-1.2.3.tgz", { body: archive });
            const away = (digest: string): void =>
                write({
                    "helm.yaml": `schema: windlass/helm/v1\nchart: shop\nrepository: ${server.url}\nversion: 1.2.3\nnamespace: prod\n${digest}`,
                });
            const digest = `sha256:${createHash("sha256").update(archive).digest("hex")}`;
            try {
                away("");
                await assert.rejects(build(), new RegExp(`digest: is needed, .*has ${digest}\\.`));
                away(`digest: sha256:${"0".repeat(64)}\n`);
                await assert.rejects(build(), { exitStatus: 5 });
                away(`digest: ${digest}\n`);
                await build();
            } finally {
                await server.stop();
            }
            assert.equal((await build()).written, false);
            assert.equal(objects().length, 3);
        });
    });

    describe("of a chart in an OCI registry, with the real helm", () => {
        before(async function () {
            tool = await buildToolOrSkip(this, "helm");
        });

        it("takes exactly the archive that is pinned, refuses one under the same tag, and needs the registry once", async () => {
            write(CHART);
            const folder = join(root, "apps/shop");
            await runTool({ tool: "helm", path: tool.path, args: ["package", "chart"], cwd: folder });
            const archive = readFileSync(join(folder, "shop-1.2.3.tgz"));
            const registry = await chartRegistry("charts/shop", "1.2.3", archive);
            const chart = (digest: string): void =>
                write({
                    "helm.yaml": `schema: windlass/helm/v1\nchart: oci://${registry.host}/charts/shop\nversion: 1.2.3\nnamespace: prod\n${digest}`,
                });
            try {
                chart("");
                await assert.rejects(build(), new RegExp(`digest: is needed, .*has ${registry.digest}\\.`));
                chart(`digest: sha256:${"0".repeat(64)}\n`);
                await assert.rejects(build(), { exitStatus: 5 });
                chart(`digest: ${registry.digest}\n`);
                assert.equal((await build()).written, true);
            } finally {
                await registry.stop();
            }
            assert.equal((await build()).written, false);
            assert.deepEqual(
                objects().map(({ kind }) => kind),
                ["CustomResourceDefinition", "ConfigMap", "ClusterRole"],
            );
        });
    });

    describe("of a kustomization, with the real kustomize", () => {
        before(async function () {
            tool = await buildToolOrSkip(this, "kustomize");
        });

        it("writes what the stack's overlay comes to", async () => {
            write({
                "base/kustomization.yaml": "resources: [a.yaml]\n",
                "base/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n",
                "overlays/dev/kustomization.yaml":
                    "namespace: team\nnamePrefix: dev-\nresources: [../../base]\n",
            });
            await build();

            assert.deepEqual(
                objects().map(({ metadata }) => metadata),
                [{ name: "dev-a", namespace: "team" }],
            );
        });

        it("runs no program that a kustomization names", async () => {
            write({
                "kustomization.yaml": "generators: [exec.yaml]\n",
                "exec.yaml":
                    "apiVersion: v1\nkind: Any\nmetadata:\n  name: a\n  annotations: { config.kubernetes.io/function: 'exec: { path: /bin/true }' }\n",
            });

            await assert.rejects(build(), /kustomize: "build \.": says: .*/);
        });
    });
});

describe("readHelmApp", () => {
    const root = temporaryFolder({ "apps/shop/helm.yaml": "" });
    /** `[what it says, the complaint]` */
    const cases: readonly (readonly [string, RegExp])[] = [
        ["chart: ../chart", /helm\.yaml:2: chart: /],
        ["chart: oci://example.com/shop", /version: is needed, or the chart is another every day/],
        ["chart: shop\nrepository: https://user:secret@example.com", /repository: /],
        [
            "chart: oci://example.com/shop\nversion: 1.0.0\nrepository: https://example.com",
            /has no meaning for a chart at an oci/,
        ],
        ["chart: chart\nvalues: [/etc/passwd]", /values\.0: .*must be a path below the app's folder/],
        ["chart: chart\nvalues: [a/../../b]", /values\.0: /],
        ["chart: chart\nversions: 1.0.0", /versions: is not a known key\. Did you mean version\./],
    ];
    for (const [text, complaint] of cases)
        it(`refuses ${text.replaceAll("\n", ", ")}`, () => {
            writeFileSync(
                join(root, "apps/shop/helm.yaml"),
                `schema: windlass/helm/v1\n${text}\nnamespace: prod\n`,
            );

            assert.throws(() => readHelmApp(root, "shop"), complaint);
        });
});

/** A registry on the loopback that has one chart: what the distribution API answers to a pull. */
async function chartRegistry(
    name: string,
    tag: string,
    archive: Buffer,
): Promise<{ readonly host: string; readonly digest: string; readonly stop: () => Promise<void> }> {
    const digestOf = (bytes: Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    const config = Buffer.from(JSON.stringify({ name: "shop", version: tag, apiVersion: "v2" }));
    const blob = (mediaType: string, bytes: Buffer) => ({
        mediaType,
        digest: digestOf(bytes),
        size: bytes.length,
    });
    const mediaType = "application/vnd.oci.image.manifest.v1+json";
    const manifest = Buffer.from(
        JSON.stringify({
            schemaVersion: 2,
            mediaType,
            config: blob("application/vnd.cncf.helm.config.v1+json", config),
            layers: [blob("application/vnd.cncf.helm.chart.content.v1.tar+gzip", archive)],
        }),
    );
    const server = new FaultServer();
    await server.start();
    server.on("/v2/", { body: "{}" });
    server.on(`/v2/${name}/tags/list`, { body: JSON.stringify({ name, tags: [tag] }) });
    for (const reference of [tag, digestOf(manifest)])
        server.on(`/v2/${name}/manifests/${reference}`, {
            headers: { "content-type": mediaType, "docker-content-digest": digestOf(manifest) },
            body: manifest,
        });
    for (const bytes of [config, archive])
        server.on(`/v2/${name}/blobs/${digestOf(bytes)}`, {
            headers: { "content-type": "application/octet-stream" },
            body: bytes,
        });
    return {
        host: server.url.replace("http://", ""),
        digest: digestOf(archive),
        stop: () => server.stop(),
    };
}
