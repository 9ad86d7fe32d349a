import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { readFileSync, rmSync } from "node:fs";
import type { Context } from "mocha";

import { parseYamlDocuments } from "../../lifecycle/kit/strict-yaml";
import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { executableOnPath } from "../../adapters/files/executable-source";
import { clusterObjects, lostObjects } from "../support/cluster-objects";
import { eventually } from "../support/control-plane";
import { type EngineCluster, startEngineCluster } from "../support/engine-cluster";
import { messageOf } from "../support/kube-api";
import type { PulumiProject } from "../support/pulumi-workspace";
import { ISTIOCTL, istioctlVersionOrSkip } from "../support/real-istioctl";
import { runWindlass } from "../support/run-windlass";
import { deployedReleases } from "../support/stack-in-cluster";

const ISTIO = "1.31.1";
/** A day on which the catalog is fresh. */
const DAY = "2026-10-05";
const SERVICES = "/apis/networking.istio.io/v1/namespaces/default/virtualservices?dryRun=All";
/** An object that istiod refuses: it has no route. It names the revision: without, it is the default validator's. */
const REFUSED = {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "refused", labels: { "istio.io/rev": "default" } },
    spec: { hosts: ["refused.example.com"] },
};

/** Values somebody has installed istiod with: some of them have a setting, others have none. */
const VALUES = {
    global: { proxy: { logLevel: "info" } },
    meshConfig: { accessLogFile: "/dev/stdout", enableTracing: true },
    pilot: { env: { PILOT_ENABLE_STATUS: "true" } },
};

/** How a mesh was set up before anybody knew of Windlass. */
interface SetUp {
    readonly name: string;
    /** Skips the suite where its tool is not there. */
    readonly needs?: (context: Context) => Promise<void>;
    readonly install: (site: EngineCluster) => Promise<void>;
    /** Installer as the report calls it. */
    readonly installer: string;
}

/** Not in one go with this process: it serves the charts. */
async function helm(site: EngineCluster, ...args: readonly string[]): Promise<void> {
    const program = process.env["HELM"] ?? executableOnPath("helm", process.env) ?? "helm";
    const kubeconfig = ["--kubeconfig", site.cluster.layout.kubeconfig];
    await execute(program, [...args, ...kubeconfig], { timeout: 120_000 });
}

const execute = promisify(execFile);

/** By the two commands of Istio's guide (istio.io, "Install with Helm"). */
async function byHelm(site: EngineCluster): Promise<void> {
    const charts = ["--repo", site.charts.url, "--version", ISTIO, "-n", "istio-system"];
    await helm(site, "install", "istio-base", "base", ...charts, "--create-namespace");
    const values = [
        "--set-json",
        ...Object.entries(VALUES).flatMap(([key, value]) => [
            `${key}=${JSON.stringify(value)}`,
            "--set-json",
        ]),
    ];
    await helm(site, "install", "istiod", "istiod", ...charts, ...values.slice(0, -1));
}

/** By what istioctl makes, applied by kubectl: no Helm release stands for it. */
async function byIstioctl(site: EngineCluster): Promise<void> {
    const operator = {
        apiVersion: "install.istio.io/v1alpha1",
        kind: "IstioOperator",
        spec: { profile: "minimal", hub: "docker.io/istio", tag: ISTIO, values: VALUES },
    };
    const text = execFileSync(ISTIOCTL, ["manifest", "generate", "-f", "-"], {
        input: JSON.stringify(operator),
        encoding: "utf8",
        env: { ...process.env, KUBECONFIG: "/dev/null" },
        maxBuffer: 64 * 1024 * 1024,
        timeout: 60_000,
    })
        // The chart's version in a build of istioctl; a release has its own.
        .replaceAll(/(helm\.sh\/chart: [a-z-]+-)1\.0\.0/g, `$1${ISTIO}`)
        .replaceAll(/(app\.kubernetes\.io\/version: )"?1\.0\.0"?/g, `$1"${ISTIO}"`);
    const objects = parseYamlDocuments(text, { file: "istioctl", dialect: "kubernetes" })
        .map(({ value }) => value)
        .filter((value) => isRecord(value)) as unknown as readonly Manifest[];
    const first = ["Namespace", "CustomResourceDefinition"];
    const ordered = [
        { apiVersion: "v1", kind: "Namespace", metadata: { name: "istio-system" } },
        ...objects.filter(({ kind }) => first.includes(kind)),
        ...objects.filter(({ kind }) => !first.includes(kind)),
    ];
    for (const object of ordered) {
        const answer = await site.cluster.api.apply(object, "kubectl");
        if (answer.status >= 300) throw new Error(`${object.metadata.name}: ${messageOf(answer)}`);
    }
}

const SET_UPS: readonly SetUp[] = [
    { name: "Helm", install: byHelm, installer: "helm" },
    {
        name: "istioctl",
        needs: async (context) => void (await istioctlVersionOrSkip(context)),
        install: byIstioctl,
        installer: "istioctl",
    },
];

for (const { name, needs, install, installer } of SET_UPS) {
    describe(`a mesh set up by ${name}, adopted`, function () {
        this.timeout(600_000);
        let site: EngineCluster | undefined;
        let project: PulumiProject;
        let held: ReadonlyMap<string, string>;
        let spec: unknown;

        before(async function () {
            await needs?.(this);
            site = await startEngineCluster(this, { name: `e2e-adopt-${installer}` });
            ({ project } = site);
            await install(site);
            await eventually("istiod to serve", () =>
                Promise.resolve(running().istiods.serving().includes("istiod")),
            );
            await settleValidator();
            await startWorkload();
            for (const file of ["Pulumi.dev.yaml", "dev.lock.yaml", "dev.sidecars.yaml"])
                rmSync(project.path("stacks", file));
            held = await standing();
            spec = await istiodSpec();
        });

        after(() => site?.stop());

        function running(): EngineCluster {
            assert.ok(site);
            return site;
        }

        /** Fails open until istiod has tried itself. */
        async function settleValidator(): Promise<void> {
            await eventually("istiod to refuse", async () => (await ask()) === "refused by istiod", 120_000);
        }

        async function startWorkload(): Promise<void> {
            const { api } = running().cluster;
            const labels = { app: "shop" };
            const objects: readonly Manifest[] = [
                {
                    apiVersion: "v1",
                    kind: "Namespace",
                    metadata: { name: "shop", labels: { "istio-injection": "enabled" } },
                },
                {
                    apiVersion: "apps/v1",
                    kind: "Deployment",
                    metadata: { name: "shop", namespace: "shop" },
                    spec: {
                        replicas: 2,
                        selector: { matchLabels: labels },
                        template: {
                            metadata: { labels },
                            spec: { containers: [{ name: "shop", image: "shop:1.0.0" }] },
                        },
                    },
                },
            ];
            for (const object of objects) {
                const answer = await api.apply(object);
                assert.ok(answer.status < 300, messageOf(answer));
            }
            await eventually("pods with a proxy", async () => {
                const pods = await api.list("/api/v1/namespaces/shop/pods");
                return pods.length === 2 && pods.every((pod) => JSON.stringify(pod).includes("istio-proxy"));
            });
        }

        /** Objects by uid, but for those that come and go with releases and tokens. */
        async function standing(): Promise<ReadonlyMap<string, string>> {
            const all = await clusterObjects(running().cluster.api);
            return new Map([...all].filter(([key]) => !/ Secret .*sh\.helm\.release/.test(key)));
        }

        async function istiodSpec(): Promise<unknown> {
            const istiod = {
                apiVersion: "apps/v1",
                kind: "Deployment",
                metadata: { name: "istiod", namespace: "istio-system" },
            };
            return getIn(await running().cluster.api.get(istiod), ["spec"]);
        }

        async function ask(): Promise<string> {
            const { api } = running().cluster;
            const answer = await api.request({ method: "POST", path: SERVICES, body: REFUSED });
            return /"[a-z.-]*validation.istio.io" denied the request/.test(messageOf(answer))
                ? "refused by istiod"
                : `${answer.status} ${messageOf(answer)}`;
        }

        /** What istiod says while something happens, and how often. */
        async function askedWhile(action: () => Promise<unknown>): Promise<ReadonlyMap<string, number>> {
            const answers = new Map<string, number>();
            let isOver = false;
            const asking = (async () => {
                while (!isOver) {
                    const said = await ask();
                    answers.set(said, (answers.get(said) ?? 0) + 1);
                    await new Promise((resolve) => setTimeout(resolve, 50));
                }
            })();
            try {
                await action();
            } finally {
                isOver = true;
                await asking;
            }
            return answers;
        }

        async function windlass(...args: readonly string[]) {
            const before = process.env["KUBECONFIG"];
            process.env["KUBECONFIG"] = running().cluster.layout.kubeconfig;
            try {
                return await runWindlass(project.folder, ...args);
            } finally {
                if (before === undefined) delete process.env["KUBECONFIG"];
                else process.env["KUBECONFIG"] = before;
            }
        }

        function context(): string {
            return `windlass-${running().cluster.layout.name}`;
        }

        it("is described, and nothing is written", async () => {
            const found = await windlass(
                "adopt",
                "--at",
                DAY,
                "--context",
                context(),
                "--stack",
                "dev",
                "--dry-run",
            );

            assert.equal(found.status, 0, `${found.printed}\n${found.noted}`);
            assert.match(
                found.printed,
                new RegExp(`istiod ${ISTIO}, revision default, .* installed by ${installer}`),
            );
            assert.match(found.printed, /1 workloads with a proxy: 2 pods 1\.31\.1/);
            assert.doesNotMatch(found.printed, /would change|in the way/);
            assert.deepEqual(lostObjects(held, await standing()), []);
        });

        it("becomes a stack that verifies", async () => {
            const adopted = await windlass("adopt", "--at", DAY, "--context", context(), "--stack", "dev");
            assert.equal(adopted.status, 0, `${adopted.printed}\n${adopted.noted}`);
            const again = await windlass("adopt", "--at", DAY, "--context", context(), "--stack", "dev");
            assert.equal(again.status, 2, again.printed);
            const settings = readFileSync(project.path("stacks/Pulumi.dev.yaml"), "utf8");
            assert.match(settings, /accessLog: \/dev\/stdout/);
            assert.match(settings, /PILOT_ENABLE_STATUS: "true"/);

            const started = await windlass("start");
            assert.equal(started.status, 0, started.noted);
        });

        it("is applied, and nothing that was there goes, is replaced or restarted", async () => {
            const { charts, cluster } = running();
            const istio = charts.mirrored("oci://ghcr.io/istio/release/charts");
            const flagger = charts.mirrored("oci://ghcr.io/fluxcd/charts");
            project.replace("stacks/Pulumi.dev.yaml", "    hub: ", `    charts: ${istio}\n    hub: `);
            project.replace(
                "stacks/Pulumi.dev.yaml",
                "  windlass:workloads:",
                `  windlass:flagger:\n    charts: ${flagger}\n  windlass:workloads:`,
            );
            project.replace("stacks/dev.lock.yaml", "oci://ghcr.io/istio/release/charts", istio);

            const answers = await askedWhile(async () => (await project.stack()).up());
            process.stderr.write(`      (asked ${answers.get("refused by istiod")} times)\n`);

            assert.deepEqual(await deployedReleases(cluster.api).then((all) => all.slice(0, 2)), [
                `istio-system/istio-base@${ISTIO}`,
                `istio-system/${installer === "istioctl" ? "istio" : "istiod"}@${ISTIO}`,
            ]);
            assert.deepEqual(lostObjects(held, await standing()), []);
            assert.deepEqual(await istiodSpec(), spec);
            assert.deepEqual([...answers.keys()], ["refused by istiod"]);
        });

        it("is at rest afterwards", async () => {
            await (await project.stack()).up({ expectNoChanges: true });
        });
    });
}
