import { gatewayIdentity } from "../../lifecycle/mesh/gateway-identity";
import { liveRevisions } from "../../lifecycle/mesh/revision";
import { gatewayTarget, proxyImage } from "../../lifecycle/mesh/target";
import type { Stack } from "../../lifecycle/stack/stack";
import { type Manifest, objectId } from "../../lifecycle/workloads/manifest";
import { podTemplateOf } from "../../lifecycle/workloads/pod-template";
import type { FaultServer } from "./http-server";

/** Where a look asks for what: paths by the plural of a kind. */
const PATHS: Readonly<Record<string, string>> = {
    pods: "/api/v1/pods",
    deployments: "/apis/apps/v1/deployments",
    statefulsets: "/apis/apps/v1/statefulsets",
    daemonsets: "/apis/apps/v1/daemonsets",
    canaries: "/apis/flagger.app/v1beta1/canaries",
    kustomizations: "/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations",
    helmreleases: "/apis/helm.toolkit.fluxcd.io/v2/helmreleases",
};

/** What a cluster holds, by the plural of its kind. A kind that is left out is not installed. */
export type FakeObjects = Readonly<Record<string, readonly Manifest[]>>;

/** Has a server answer lists as a cluster's API server does: objects of built-in kinds do not say what they are. */
export function serveCluster(server: FaultServer, objects: FakeObjects): void {
    for (const [plural, path] of Object.entries(PATHS)) {
        const items = objects[plural];
        if (!items) server.on(path, { status: 404, body: '{"message":"not found"}' });
        else server.on(path, { body: listOf(plural, items) });
    }
}

function listOf(plural: string, items: readonly Manifest[]): string {
    const isBuiltIn = !PATHS[plural]?.includes("toolkit") && plural !== "canaries";
    const shown = items.map(({ apiVersion, kind, ...rest }) =>
        isBuiltIn ? rest : { apiVersion, kind, ...rest },
    );
    return JSON.stringify({ metadata: { resourceVersion: "1" }, items: shown });
}

/** A kubeconfig, as text, whose contexts all lead to one address. */
export function fakeKubeconfig(address: string, ...contexts: readonly string[]): string {
    return JSON.stringify({
        clusters: [{ name: "c", cluster: { server: address, "insecure-skip-tls-verify": true } }],
        users: [{ name: "u", user: { token: "t0k" } }],
        contexts: contexts.map((name) => ({ name, context: { cluster: "c", user: "u" } })),
    });
}

/** Lets tests of a suite say which kubeconfig there is; after the last the environment is as it was. */
export function kubeconfigVariable(): (file: string) => void {
    const before = process.env["KUBECONFIG"];
    after(() => {
        if (before === undefined) delete process.env["KUBECONFIG"];
        else process.env["KUBECONFIG"] = before;
    });
    return (file) => void (process.env["KUBECONFIG"] = file);
}

/** What a cluster holds in which everything is as a stack's files have it: one pod a workload, canaries promoted. */
export function asGitHasIt({ settings, lock, workloads }: Stack): FakeObjects {
    const deployments = workloads.objects.filter(({ kind }) => kind === "Deployment");
    const served = deployments.map((workload) => {
        if (!workloads.gated.has(objectId(workload))) return workload;
        const { metadata } = workload;
        return { ...workload, metadata: { ...metadata, name: `${metadata.name}-primary` } };
    });
    const istiods = liveRevisions(settings, lock).map(({ name, version }) => istiodOf(name, version));
    const canaries = workloads.objects.filter(({ kind }) => kind === "Canary");
    const primaries = served.filter((workload) => !deployments.includes(workload));
    return {
        deployments: [...istiods, ...deployments, ...primaries],
        statefulsets: [],
        daemonsets: [],
        pods: [...served, ...gatewaysOf(settings, lock)].map(podOf),
        canaries: canaries.map((canary) => ({ ...canary, status: PROMOTED })),
        kustomizations: [],
        helmreleases: [],
    };
}

const PROMOTED = { phase: "Succeeded", lastAppliedSpec: "a", lastPromotedSpec: "a" };

/** A Deployment of an istiod whose one pod is ready. */
export function istiodOf(revision: string, version: string): Manifest {
    const name = revision === "default" ? "istiod" : `istiod-${revision}`;
    const labels = { app: "istiod", "istio.io/rev": revision };
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace: "istio-system", labels },
        spec: {
            replicas: 1,
            selector: { matchLabels: labels },
            template: {
                metadata: { labels },
                spec: { containers: [{ name: "discovery", image: `docker.io/istio/pilot:${version}` }] },
            },
        },
        status: { replicas: 1, readyReplicas: 1, updatedReplicas: 1 },
    };
}

/** The gateways' Deployments, as their pods have it once the webhook has given them their proxy. */
export function gatewaysOf(settings: Stack["settings"], lock: Stack["lock"]): readonly Manifest[] {
    return settings.gateways.map((gateway) => {
        const target = gatewayTarget(settings, lock, gateway.name);
        const { release, selector } = gatewayIdentity(gateway);
        const labels = { istio: selector, "istio.io/rev": target.revision };
        return {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name: release, namespace: gateway.namespace },
            spec: {
                selector: { matchLabels: labels },
                template: {
                    metadata: { labels },
                    spec: { containers: [{ name: "istio-proxy", image: proxyImage(target) }] },
                },
            },
        };
    });
}

/** A running pod of a Deployment. */
function podOf(workload: Manifest): Manifest {
    const { metadata } = workload;
    const template = podTemplateOf(workload);
    const owner = {
        apiVersion: "apps/v1",
        kind: "ReplicaSet",
        name: `${metadata.name}-7d9f8`,
        controller: true,
    };
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
            name: `${metadata.name}-7d9f8-x2x4z`,
            namespace: metadata.namespace,
            labels: { ...template?.metadata?.labels, "pod-template-hash": "7d9f8" },
            ownerReferences: [{ ...owner, uid: "0" }],
        },
        spec: template?.spec,
        status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
    };
}
