import semver from "semver";

import type {
    FoundFluxRelease,
    FoundIstiod,
    FoundMesh,
    FoundPeerAuthentication,
    FoundTag,
} from "../../lifecycle/adopt/found-mesh";
import {
    type ObservedIstiod,
    jsonObject,
    observeFlagger,
    observeGateway,
    observeIstiod,
} from "../../lifecycle/adopt/observe-deployment";
import { WindlassError } from "../../lifecycle/kit/errors";
import type { JsonObject } from "../../lifecycle/kit/json";
import { getIn, isRecord, textIn } from "../../lifecycle/kit/json-path";
import { parseYamlDocument } from "../../lifecycle/kit/strict-yaml";
import { isControlPlane } from "../../lifecycle/observed/observe-control-plane";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import type { Cluster } from "./cluster-source";
import { readHelmReleases } from "./helm-releases-source";
import { type ObjectKind, listObjects } from "./list-objects";
import { observeCluster } from "./observe-source";

/** Reads a mesh that others have set up. Nothing in the cluster is changed. @throws WindlassError where it may not be read */
export async function readMesh(cluster: Cluster): Promise<FoundMesh> {
    const unread: string[] = [];
    const readable = async <T>(what: string, read: () => Promise<T>, otherwise: T): Promise<T> => {
        try {
            return await read();
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            unread.push(`${what} could not be read, and nothing is known of them: ${error.details.rule}`);
            return otherwise;
        }
    };
    const deployments = await listObjects(cluster, DEPLOYMENTS, (each) => each);
    const istiods: FoundIstiod[] = [];
    const flux = await readFlux(cluster);
    const stored = await readable("Helm releases", () => readHelmReleases(cluster), []);
    const releases = stored.map((release) => {
        const by = flux?.releases.find(
            ({ release: name, storage }) => name === release.name && storage === release.storage,
        );
        return { ...release, helmRelease: by && `${by.namespace}/${by.name}` };
    });
    for (const found of deployments.filter(isControlPlane).map(observeIstiod)) {
        const config = await readConfig(cluster, found);
        const release = releases.find(({ chart, name }) => chart === "istiod" && name === found.release);
        istiods.push({ ...found, ...config, values: release?.values ?? config.values });
    }
    const flagger = deployments.map(observeFlagger).find((each) => each !== undefined);
    return {
        kubernetes: await lowestVersion(cluster),
        istiods,
        releases,
        tags: await readTags(cluster),
        namespaces: await listObjects(cluster, NAMESPACES, observeNamespace),
        peerAuthentications: await listObjects(cluster, PEER_AUTHENTICATIONS, observePeerAuthentication),
        gateways: deployments.flatMap((each) => observeGateway(each) ?? []),
        flux,
        flagger,
        operators: await readOperators(cluster),
        observed: await observeCluster(cluster),
        unread,
    };
}

const DEPLOYMENTS: ObjectKind = { apiVersion: "apps/v1", kind: "Deployment", resource: "deployments" };
const NAMESPACES: ObjectKind = { apiVersion: "v1", kind: "Namespace", resource: "namespaces" };
const NODES: ObjectKind = { apiVersion: "v1", kind: "Node", resource: "nodes" };
const PEER_AUTHENTICATIONS: ObjectKind = {
    apiVersion: "security.istio.io/v1",
    kind: "PeerAuthentication",
    resource: "peerauthentications",
};

/** Values and mesh configuration of an istiod, from its ConfigMaps: `values`, `istio`, with `-<revision>` of another one. */
async function readConfig(
    cluster: Cluster,
    { namespace, revision }: ObservedIstiod,
): Promise<Pick<FoundIstiod, "values" | "merged" | "mesh">> {
    const suffix = revision === "default" ? "" : `-${revision}`;
    const read = (name: string) =>
        cluster.read(`/api/v1/namespaces/${namespace}/configmaps/${name}${suffix}`);
    const [values, istio] = [await read("values"), await read("istio")];
    const mesh = getIn(istio, ["data", "mesh"]);
    return {
        values: jsonObject(getIn(values, ["data", "original-values"])),
        merged: jsonObject(getIn(values, ["data", "merged-values"])),
        mesh: typeof mesh === "string" ? yamlObject(mesh) : {},
    };
}

function yamlObject(text: string): JsonObject {
    const { value } = parseYamlDocument(text, { file: "ConfigMap istio" });
    return isRecord(value) ? value : {};
}

/** Lowest version of the API server and of the kubelets, as far as nodes may be read: `1.34`. */
async function lowestVersion(cluster: Cluster): Promise<string> {
    const server = getIn(await cluster.read("/version"), ["gitVersion"]);
    const nodes = await listObjects(cluster, NODES, (node) =>
        getIn(node, ["status", "nodeInfo", "kubeletVersion"]),
    ).catch((error: unknown) => {
        if (error instanceof WindlassError) return [];
        throw error;
    });
    const versions = [server, ...nodes].flatMap((text) => semver.coerce(String(text)) ?? []);
    const [lowest] = versions.sort(semver.compare);
    return lowest ? `${lowest.major}.${lowest.minor}` : "";
}

/** Webhooks of revision tags carry the label `istio.io/tag` (istioctl's tag command, and the charts). */
async function readTags(cluster: Cluster): Promise<readonly FoundTag[]> {
    const kind = {
        apiVersion: "admissionregistration.k8s.io/v1",
        kind: "MutatingWebhookConfiguration",
        resource: "mutatingwebhookconfigurations",
    };
    return listObjects(cluster, kind, ({ metadata: { name, labels = {} } }) => {
        const tag = labels["istio.io/tag"];
        return tag === undefined
            ? undefined
            : { tag, revision: labels["istio.io/rev"] ?? "default", webhook: name };
    });
}

function observeNamespace({ metadata: { name, labels = {} } }: Manifest) {
    const found = {
        name,
        injection: labels["istio-injection"],
        revision: labels["istio.io/rev"],
        dataplane: labels["istio.io/dataplane-mode"],
    };
    return (found.injection ?? found.revision ?? found.dataplane) ? found : undefined;
}

function observePeerAuthentication({ metadata, spec }: Manifest): FoundPeerAuthentication {
    return {
        name: metadata.name,
        namespace: metadata.namespace ?? "",
        mode: textIn(spec, ["mtls", "mode"]) ?? "UNSET",
        isWhole: getIn(spec, ["selector"]) === undefined,
    };
}

const OPERATOR_KINDS: readonly ObjectKind[] = [
    { apiVersion: "sailoperator.io/v1", resource: "istios", kind: "Istio" },
    { apiVersion: "sailoperator.io/v1", resource: "istiorevisions", kind: "IstioRevision" },
    { apiVersion: "install.istio.io/v1alpha1", resource: "istiooperators", kind: "IstioOperator" },
];

/** Objects that operators install Istio from. */
async function readOperators(cluster: Cluster): Promise<readonly string[]> {
    const found: string[] = [];
    for (const kind of OPERATOR_KINDS) {
        found.push(...(await listObjects(cluster, kind, ({ metadata }) => `${kind.kind} ${metadata.name}`)));
    }
    return found;
}

/** Flux is there where its kinds are; whose it is tell a FluxInstance, or the objects `flux bootstrap` makes. */
async function readFlux(cluster: Cluster): Promise<FoundMesh["flux"]> {
    const crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    const crd = await cluster.read(`${crds}/helmreleases.helm.toolkit.fluxcd.io`);
    if (crd === undefined) return undefined;
    const label = getIn(crd, ["metadata", "labels", "app.kubernetes.io/version"]);
    const version = semver.valid(String(label)) ?? undefined;
    const instances = await listObjects(
        cluster,
        { apiVersion: "fluxcd.controlplane.io/v1", kind: "FluxInstance", resource: "fluxinstances" },
        ({ metadata }) => metadata.name,
    );
    const own = await cluster.read(
        "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/flux-system",
    );
    const way = instances.length > 0 ? "flux-operator" : own === undefined ? "others" : "flux bootstrap";
    const releases = await listObjects(
        cluster,
        { apiVersion: "helm.toolkit.fluxcd.io/v2", kind: "HelmRelease", resource: "helmreleases" },
        observeFluxRelease,
    );
    return { version, way, releases };
}

const MESH_CHARTS = new Set(["base", "istiod", "cni", "gateway", "ztunnel"]);

/** A HelmRelease of a chart of Istio's, by helm-controller's rules for the names it leaves out. */
function observeFluxRelease({ metadata, spec }: Manifest): FoundFluxRelease | undefined {
    const text = (...path: readonly string[]) => textIn(spec, path) || undefined;
    const chart = text("chart", "spec", "chart") ?? text("chartRef", "name") ?? "";
    if (!MESH_CHARTS.has(chart.slice(chart.lastIndexOf("/") + 1))) return undefined;
    const { name, namespace = "", labels = {} } = metadata;
    const target = text("targetNamespace");
    const owner = labels["kustomize.toolkit.fluxcd.io/name"];
    return {
        name,
        namespace,
        release: text("releaseName") ?? (target === undefined ? name : `${target}-${name}`),
        storage: text("storageNamespace") ?? namespace,
        target: target ?? namespace,
        kustomization:
            owner === undefined
                ? undefined
                : `${labels["kustomize.toolkit.fluxcd.io/namespace"] ?? ""}/${owner}`,
        isSuspended: getIn(spec, ["suspend"]) === true,
    };
}
