import semver from "semver";

import { containersOf, tagOf } from "../workloads/containers";
import type { Manifest } from "../workloads/manifest";
import { getIn, isRecord } from "../kit/json-path";
import { type PodTrouble, podTrouble } from "./pod-trouble";

/** Name of the container every proxy runs in, native sidecars and gateways too. */
const PROXY = "istio-proxy";
/** Suffixes of a release's image variants. */
const VARIANT = /-(?:distroless|debug)$/;

/** What one pod says of its proxy. Small: a cluster has tens of thousands of them. */
export interface ObservedPod {
    /** `namespace/Kind/name` of what makes it. */
    readonly workload: string;
    /** Exact; undefined where the image's tag is no version, or it has none. */
    readonly version?: string;
    readonly revision: string;
    readonly isReady: boolean;
    /** Why it is not. */
    readonly trouble?: PodTrouble;
}

/**
 * The proxy of a running pod; undefined for a pod without one, and for one that has ended or is going: it serves nobody.
 *
 * The revision is what the proxy asks: the annotation `istio.io/rev`, which injection leaves on the pod (`istio.io/rev` in
 * manifests/charts/istio-control/istio-discovery/files/injection-template.yaml); else the label of that name, which asks
 * for it and may be a mere tag; `default` without either.
 */
export function observePod(pod: Manifest): ObservedPod | undefined {
    const phase = getIn(pod, ["status", "phase"]);
    if (phase === "Succeeded" || phase === "Failed" || pod.metadata["deletionTimestamp"] !== undefined)
        return undefined;
    const proxy = containersOf({ ...pod, apiVersion: "v1", kind: "Pod" }).find(({ name }) => name === PROXY);
    if (!proxy) return undefined;
    const isReady = conditionOf(pod, "Ready") === "True";
    return {
        workload: workloadOf(pod),
        version: versionOfImage(proxy.image),
        revision: revisionOf(pod),
        isReady,
        ...(isReady ? {} : { trouble: podTrouble(pod) }),
    };
}

function revisionOf({ metadata: { annotations, labels } }: Manifest): string {
    return annotations?.["istio.io/rev"] ?? labels?.["istio.io/rev"] ?? "default";
}

/** The release an image is of: `docker.io/istio/proxyv2:1.31.1-distroless` is 1.31.1. */
export function versionOfImage(image: string): string | undefined {
    return semver.valid(tagOf(image)?.replace(VARIANT, "") ?? null) ?? undefined;
}

/** Status of a condition; undefined where it is not there. */
export function conditionOf(object: Manifest, type: string): string | undefined {
    const conditions = getIn(object, ["status", "conditions"]);
    const found: unknown = Array.isArray(conditions)
        ? conditions.find((condition) => isRecord(condition) && condition["type"] === type)
        : undefined;
    const status: unknown = isRecord(found) ? found["status"] : undefined;
    return typeof status === "string" ? status : undefined;
}

/**
 * What makes a pod: its controlling owner, or the Deployment above a ReplicaSet, whose name is the Deployment's and the
 * hash the pods are labelled with. A pod without an owner is its own.
 */
function workloadOf({ metadata }: Manifest): string {
    const { namespace = "", name, labels } = metadata;
    const owners = metadata["ownerReferences"];
    const owner: unknown = Array.isArray(owners)
        ? owners.find((reference) => isRecord(reference) && reference["controller"] === true)
        : undefined;
    if (!isRecord(owner)) return `${namespace}/Pod/${name}`;
    const hash = labels?.["pod-template-hash"];
    const [kind, made] = [String(owner["kind"]), String(owner["name"])];
    if (kind === "ReplicaSet" && hash !== undefined && made.endsWith(`-${hash}`))
        return `${namespace}/Deployment/${made.slice(0, -hash.length - 1)}`;
    return `${namespace}/${kind}/${made}`;
}
