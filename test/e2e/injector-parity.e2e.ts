import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { injectStack } from "../../adapters/istioctl/inject-stack";
import { controlPlaneArgs } from "../../components/mesh/istio-args";
import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import { proxyRevision } from "../../lifecycle/mesh/revision";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { workloadNameLabel } from "../../lifecycle/sidecars/identity";
import { parseSidecars } from "../../lifecycle/sidecars/parse-sidecars";
import { composeWorkload } from "../../lifecycle/sidecars/sidecars";
import { formatSidecars } from "../../lifecycle/sidecars/sidecars-text";
import { type Manifest, type SourcedManifest, objectId } from "../../lifecycle/workloads/manifest";
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
import { messageOf } from "../support/kube-api";
import { MESH, ROOT } from "../support/mesh";
import { type PodDifference, podDifferences } from "../support/pod-differences";
import { podOf, primaryOf } from "../support/pods-of";
import { ISTIOCTL } from "../support/real-istioctl";
import { asKubeletSees } from "../support/seen-by-kubelet";
import { temporaryFolder } from "../support/temporary-folder";

/** A difference that is there and may be: `left` is the webhook's, `right` that of Windlass. */
interface Justified {
    readonly where: RegExp;
    readonly reason: string;
    /** What must hold of the two. */
    readonly holds: (difference: PodDifference) => boolean;
}

const JUSTIFIED: readonly Justified[] = [
    {
        where: /\/ISTIO_KUBE_APP_PROBERS\/value$/,
        reason: "the proxy's agent asks / by HTTP where a probe says neither path nor scheme",
        holds: ({ left, right }) => sameProbes(String(left), String(right)),
    },
    {
        where: /^annotations\/Deployment\/config-json (annotations\/prometheus.io\/port|spec\/containers\/app\/readinessProbe\/httpGet\/port)$/,
        reason: "the agent listens on the status port of proxy.istio.io/config; the webhook looks at the mesh's alone",
        holds: ({ left, right }) => Number(left) === 15_020 && Number(right) === 15_099,
    },
    {
        where: /^collisions\/.* annotations\/proxy.istio.io\/overrides$/,
        reason: "a copy of the pod's own container, with the API server's defaults or without; only re-injection reads it",
        holds: ({ left, right }) => saysAllOf(JSON.parse(String(left)), JSON.parse(String(right))),
    },
    {
        where: /^kinds\/DeploymentConfig\/config .*\/ISTIO_META_OWNER\/value$/,
        reason: "the webhook sees the ReplicationController that made the pod, Windlass what made that",
        holds: ({ left, right }) => String(left).replace("apis/v1/", "apis/apps.openshift.io/v1/") === right,
    },
    {
        where: /-primary labels\/service.istio.io\/canonical-name$/,
        reason: "canary and primary are one service, whatever workload serves it (takeNameFromPod)",
        holds: ({ left, right }) => left === `${String(right)}-primary`,
    },
];

/** Pods that no API server takes, with the webhook's sidecar or with that of Windlass: their manifests were made to be nasty. */
const REFUSED_BY_BOTH = [
    "annotations/Deployment/empty-includes",
    "collisions/Deployment/own-volumes",
    "collisions/Deployment/twice",
    "kinds/StatefulSet/stateful",
    "security/Deployment/contexts",
    "security/Deployment/windows",
    "volumes/Deployment/volumes",
];
/** Numbers as labels: the API server refuses them, and Windlass writes texts, as istioctl does. */
const REFUSED_WITHOUT_WINDLASS = ["names/Deployment/numbers-for-texts"];

const NETWORK = { network: "net-1", meshId: "mesh-1", trustDomain: "td.example" };
const VARIANTS: readonly (readonly [name: string, settings: StackSettings])[] = [
    ["native sidecars", exampleSettings()],
    ["classic sidecars", exampleSettings({ cluster: { kubernetes: "1.32" } })],
    ["CNI", exampleSettings({ istio: { cni: true } })],
    ["CNI, classic", exampleSettings({ cluster: { kubernetes: "1.32" }, istio: { cni: true } })],
    ["another network and trust domain", exampleSettings({ cluster: NETWORK })],
    ["a revision beside the default one", exampleSettings({ istio: { strategy: "revisions" } })],
];

const OPT_OUT = "sidecar.istio.io/inject";

describe("pods injected by the real istiod and by Windlass", function () {
    this.timeout(300_000);
    const root = temporaryFolder();
    const used = new Set<Justified>();
    let site: Partial<IstiodCluster> = {};

    before(async function () {
        site = await startIstiodCluster(this, "e2e-parity");
    });

    after(() => stopIstiodCluster(site));

    for (const [name, settings] of VARIANTS) {
        it(`are the same (${name})`, async () => {
            const lock = exampleLock(running().version);
            const revision = proxyRevision(settings, lock);
            if (revision === "default") await retire(revision);
            await applyControlPlane(running(), controlPlaneArgs(settings, lock));
            const manifests = fixtures();
            const pairs = await pairsOf(settings, manifests);
            await prepareNamespaces(pairs, revision);
            const unjustified: string[] = [];
            const refused = { byBoth: new Set<string>(), without: new Set<string>() };
            for (const { id, pristine, ours } of pairs) {
                const webhook = await created(podOf(pristine));
                const windlass = await created(optedOut(podOf(ours)));
                if (typeof webhook === "string") {
                    (typeof windlass === "string" ? refused.byBoth : refused.without).add(id);
                    continue;
                }
                if (typeof windlass === "string") {
                    unjustified.push(`${id}: the API server refuses what Windlass makes: ${windlass}`);
                    continue;
                }
                assert.ok(getIn(webhook, ["metadata", "annotations", "sidecar.istio.io/status"]), id);
                for (const each of podDifferences(comparable(webhook), comparable(windlass))) {
                    const found = JUSTIFIED.find(
                        ({ where, holds }) => where.test(`${id} ${each.path}`) && holds(each),
                    );
                    if (found) used.add(found);
                    else unjustified.push(`${id} ${each.path}: ${text(each.left)} | ${text(each.right)}`);
                }
            }
            assert.deepEqual(unjustified, []);
            assert.deepEqual([...refused.byBoth].sort(), REFUSED_BY_BOTH);
            assert.deepEqual([...refused.without], REFUSED_WITHOUT_WINDLASS);
            process.stderr.write(`      (${pairs.length} pods)\n`);
        });
    }

    it("differ everywhere that a difference is justified for", () => {
        const unused = JUSTIFIED.filter((each) => !used.has(each)).map(({ where }) => String(where));
        assert.deepEqual(unused, []);
    });

    function running(): IstiodCluster {
        const { cluster, istiods, proxy, routes, version } = site;
        assert.ok(cluster && istiods && proxy && routes && version);
        return { cluster, istiods, proxy, routes, version };
    }

    function api(): IstiodCluster["cluster"]["api"] {
        return running().cluster.api;
    }

    interface Pair {
        readonly id: string;
        readonly pristine: Manifest;
        readonly ours: Manifest;
    }

    /** Every workload that gets a sidecar, and the primaries Flagger makes of those it gates. */
    async function pairsOf(
        settings: StackSettings,
        manifests: readonly SourcedManifest[],
    ): Promise<readonly Pair[]> {
        const lock = exampleLock(running().version);
        const locate = () => Promise.resolve(ISTIOCTL);
        const result = await injectStack({ settings, lock, manifests, root, locate });
        assert.deepEqual(result.failures, []);
        // As they are after a commit: written and read.
        const sidecars = parseSidecars(formatSidecars(result.sidecars), "dev.sidecars.yaml");
        const injected = new Set(result.injected);
        const gated = canaryTargets(manifests);
        return manifests.flatMap((sourced) => {
            const { manifest: pristine } = sourced;
            const id = objectId(pristine);
            if (!injected.has(id)) return [];
            const ours = composeWorkload(pristine, sidecars);
            if (!gated.has(id)) return [{ id, pristine, ours }];
            const label = workloadNameLabel(sourced);
            const primary = { pristine: primaryOf(pristine, label), ours: primaryOf(ours, label) };
            return [
                { id, pristine, ours },
                { id: `${id}-primary`, ...primary },
            ];
        });
    }

    /** Namespaces whose pods the webhook injects, and the accounts the pods ask for. */
    async function prepareNamespaces(pairs: readonly Pair[], revision: string): Promise<void> {
        const labels: Readonly<Record<string, string>> =
            revision === "default" ? { "istio-injection": "enabled" } : { "istio.io/rev": revision };
        const done = new Set<string>();
        const apply = async (object: Parameters<ReturnType<typeof api>["apply"]>[0]) => {
            const key = JSON.stringify(object);
            if (done.has(key)) return;
            done.add(key);
            const { status, text: said } = await api().apply(object);
            assert.ok(status < 300, said);
        };
        for (const { pristine } of pairs) {
            const namespace = pristine.metadata.namespace ?? "default";
            await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } });
            const account = getIn(podOf(pristine), ["spec", "serviceAccountName"]);
            for (const name of new Set([
                "default",
                typeof account === "string" && account !== "" ? account : "default",
            ]))
                await apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } });
        }
    }

    /** Ends an istiod: the next one reads its configuration anew. */
    async function retire(revision: string): Promise<void> {
        const name = istiodName(revision);
        await api().delete({
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name, namespace: "istio-system" },
        });
        await eventually(`${name} to go`, () => !running().istiods.serving().includes(name));
    }

    /** The pod as the API server would keep it; why not, where it refuses it. */
    async function created(pod: Manifest): Promise<Readonly<Record<string, unknown>> | string> {
        const path = `/api/v1/namespaces/${pod.metadata.namespace ?? "default"}/pods?dryRun=All`;
        const answer = await api().request({ method: "POST", path, body: pod });
        return answer.status < 300 ? (answer.body as Readonly<Record<string, unknown>>) : messageOf(answer);
    }
});

function fixtures(): readonly SourcedManifest[] {
    const read = (folder: string, app: string) =>
        readdirSync(folder)
            .filter((name) => name.endsWith(".yaml") && name !== "refused.yaml")
            .flatMap((name) => parseManifests(app, name, readFileSync(join(folder, name), "utf8")));
    const apps = readdirSync(join(MESH, "apps")).flatMap((app) => read(join(MESH, "apps", app), app));
    return [...read(join(ROOT, "test", "fixtures", "differential"), "differential"), ...apps];
}

/** The pod, which the webhook leaves alone. */
function optedOut(pod: Manifest): Manifest {
    const labels = { ...(getIn(pod, ["metadata", "labels"]) as object), [OPT_OUT]: "false" };
    return { ...pod, metadata: { ...pod.metadata, labels } };
}

/** What counts of a pod: without the label that one of two has for the test, and names that are made up each time. */
function comparable(pod: Readonly<Record<string, unknown>>): unknown {
    const { metadata, spec } = JSON.parse(
        JSON.stringify(asKubeletSees(pod)).replaceAll(/kube-api-access-[a-z0-9]{5}/g, "kube-api-access"),
    ) as { readonly metadata: object; readonly spec: unknown };
    const { [OPT_OUT]: _label, ...labels } = getIn(metadata, ["labels"]) as Record<string, unknown>;
    return { labels, annotations: getIn(metadata, ["annotations"]), spec };
}

function sameProbes(left: string, right: string): boolean {
    const fill = (probes: string): unknown =>
        JSON.parse(probes, (key, value: unknown) => {
            if (key === "httpGet") return { path: "/", scheme: "HTTP", ...(value as object) };
            return key === "grpc"
                ? { ...(value as object), service: getIn(value, ["service"]) ?? "" }
                : value;
        });
    return podDifferences(fill(left), fill(right)).length === 0;
}

/** Whether one value has all that another has, and perhaps more. */
function saysAllOf(more: unknown, less: unknown): boolean {
    if (Array.isArray(less)) {
        const lists = Array.isArray(more) && more.length === less.length;
        return lists && less.every((item, index) => saysAllOf(more[index], item));
    }
    if (!isRecord(less)) return more === less;
    return Object.entries(less).every(([key, value]) => saysAllOf(getIn(more, [key]), value));
}

function text(value: unknown): string {
    return (JSON.stringify(value) ?? "nothing").slice(0, 400);
}
