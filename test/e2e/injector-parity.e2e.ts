import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { injectStack } from "../../adapters/istioctl/inject-stack";
import { controlPlaneArgs } from "../../components/mesh/istio-args";
import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { proxyRevision } from "../../lifecycle/mesh/revision";
import { formatSidecars } from "../../lifecycle/sidecars/sidecars-text";
import { composeWorkload } from "../../lifecycle/sidecars/sidecars";
import { parseSidecars } from "../../lifecycle/sidecars/parse-sidecars";
import { type Manifest, type SourcedManifest, workloadId } from "../../lifecycle/workloads/manifest";
import { parseManifests } from "../../lifecycle/workloads/parse-manifests";
import { canaryTargets } from "../../lifecycle/workloads/plan-workloads";
import { eventually } from "../support/control-plane";
import { exampleLock, exampleSettings } from "../support/example-stack";
import {
    type IstiodCluster,
    applyControlPlane,
    istiodName,
    startIstiodCluster,
    stopIstiodCluster,
} from "../support/istiod-cluster";
import { MESH, ROOT } from "../support/mesh";
import { messageOf } from "../support/kube-api";
import { type PodDifference, podDifferences } from "../support/pod-differences";
import { podOf, primaryOf } from "../support/pods-of";
import { ISTIOCTL } from "../support/real-istioctl";
import { temporaryFolder } from "../support/temporary-folder";

const DIFFERENTIAL = join(ROOT, "test", "fixtures", "differential");
const OPT_OUT = "sidecar.istio.io/inject";

interface Difference {
    readonly path: string;
    readonly reason: string;
}
const JUSTIFIED: readonly Difference[] = [];

const VARIANTS: readonly (readonly [string, StackSettings])[] = [
    ["native sidecars", exampleSettings()],
    ["classic sidecars", exampleSettings({ cluster: { kubernetes: "1.32" } })],
    ["CNI", exampleSettings({ istio: { cni: true } })],
    [
        "another network",
        exampleSettings({ cluster: { network: "net-1", meshId: "mesh-1", trustDomain: "td.example" } }),
    ],
    ["a revision", exampleSettings({ istio: { strategy: "revisions" } })],
];

describe("pods injected by the real istiod and by Windlass", function () {
    this.timeout(300_000);
    const root = temporaryFolder();
    let site: IstiodCluster;

    before(async function () {
        site = await startIstiodCluster(this, "e2e-parity");
    });
    after(() => stopIstiodCluster(site ?? {}));

    for (const [name, settings] of VARIANTS) {
        it(`are the same (${name})`, async () => {
            const lock = exampleLock(site.version);
            const revision = proxyRevision(settings, lock);
            await applyControlPlane(site, controlPlaneArgs(settings, lock));
            const manifests = fixtures();
            const result = await injectStack({
                settings,
                lock,
                manifests,
                root,
                locate: () => Promise.resolve(ISTIOCTL),
            });
            assert.deepEqual(result.failures, []);
            const sidecars = parseSidecars(formatSidecars(result.sidecars), "dev.sidecars.yaml");
            const injected = new Set(result.injected);
            const gated = canaryTargets(manifests);
            const refused: string[] = [];
            const found = new Map<string, string[]>();
            for (const { manifest } of manifests) {
                const id = workloadId(manifest);
                if (!injected.has(id)) continue;
                await namespaceFor(manifest, revision);
                const composed = composeWorkload(manifest, sidecars);
                const pairs = [[id, manifest, composed]] as [string, Manifest, Manifest][];
                if (gated.has(id))
                    pairs.push([`${id}-primary`, primaryOf(manifest, "app"), primaryOf(composed, "app")]);
                for (const [each, pristine, ours] of pairs) {
                    const real = await create(podOf(pristine));
                    const mine = await create(optOut(podOf(ours)));
                    if (typeof real === "string" || typeof mine === "string") {
                        refused.push(
                            `${each}: ${String(typeof real === "string" ? real : "ok")} | ${String(typeof mine === "string" ? mine : "ok")}`,
                        );
                        continue;
                    }
                    for (const d of podDifferences(canonical(real), canonical(mine)))
                        found.set(d.path, [
                            ...(found.get(d.path) ?? []),
                            `${each}: ${JSON.stringify(d.left)} | ${JSON.stringify(d.right)}`,
                        ]);
                }
            }
            console.log(refused.join("\n"));
            for (const [path, list] of found)
                console.log(path, list.length, "\n   ", list.slice(0, 3).join("\n    "));
            await remove(revision);
        });
    }

    async function remove(revision: string): Promise<void> {
        const name = istiodName(revision);
        await site.cluster.api.request({
            method: "DELETE",
            path: `/apis/apps/v1/namespaces/istio-system/deployments/${name}`,
        });
        await eventually(`${name} to go`, () => !site.istiods.serving().includes(name));
    }

    async function namespaceFor({ metadata, ...rest }: Manifest, revision: string): Promise<void> {
        const name = metadata.namespace ?? "default";
        const labels: Readonly<Record<string, string>> =
            revision === "default" ? { "istio-injection": "enabled" } : { "istio.io/rev": revision };
        const { api } = site.cluster;
        const done = await api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
        assert.ok(done.status < 300, done.text);
        const account = getIn(podOf({ metadata, ...rest } as Manifest), ["spec", "serviceAccountName"]);
        for (const each of ["default", ...(typeof account === "string" ? [account] : [])])
            await api.apply({
                apiVersion: "v1",
                kind: "ServiceAccount",
                metadata: { name: each, namespace: name },
            });
    }

    async function create(pod: Manifest): Promise<unknown> {
        const path = `/api/v1/namespaces/${pod.metadata.namespace ?? "default"}/pods?dryRun=All`;
        const answer = await site.cluster.api.request({ method: "POST", path, body: pod });
        return answer.status < 300 ? answer.body : messageOf(answer);
    }
});

function fixtures(): readonly SourcedManifest[] {
    const read = (folder: string, files: readonly string[], app: string) =>
        files.flatMap((file) => parseManifests(app, file, readFileSync(join(folder, file), "utf8")));
    const nasty = readdirSync(DIFFERENTIAL).filter(
        (name) => name.endsWith(".yaml") && name !== "refused.yaml",
    );
    const apps = ["frontend", "backend", "loadtester"].flatMap((app) => {
        const folder = join(MESH, "apps", app);
        return read(folder, readdirSync(folder), app);
    });
    return [...read(DIFFERENTIAL, nasty, "d"), ...apps];
}

function optOut(pod: Manifest): Manifest {
    const metadata = pod.metadata as unknown as { labels?: Record<string, string> };
    return {
        ...pod,
        metadata: { ...pod.metadata, labels: { ...metadata.labels, [OPT_OUT]: "false" } },
    } as Manifest;
}

function canonical(pod: unknown): unknown {
    const text = JSON.stringify(pod).replace(/kube-api-access-[a-z0-9]{5}/g, "kube-api-access");
    const { metadata, spec } = JSON.parse(text) as { metadata: Record<string, unknown>; spec: unknown };
    const labels = { ...(metadata["labels"] as Record<string, string>) };
    delete labels[OPT_OUT];
    return { metadata: { labels, annotations: metadata["annotations"] ?? {} }, spec };
}
