import { getIn, isRecord } from "../../lifecycle/kit/json-path";

/** The proxy beside a pod. */
export interface Proxy {
    /** `1.31.1` */
    readonly version: string;
    /** Name of the istiod it belongs to: `default`, `1-31-1`. */
    readonly revision: string;
}

/** A pod, as far as the proxies of a mesh know it. */
export interface MeshPod {
    readonly namespace: string;
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly ready: boolean;
    /** Name its proxy reports itself under. */
    readonly workload: string;
    /** Undefined outside the mesh: it takes requests, and reports nothing. */
    readonly proxy?: Proxy;
}

/** A Service with a selector. */
export interface MeshService {
    readonly namespace: string;
    readonly name: string;
    readonly selector: Readonly<Record<string, string>>;
}

/** A share of the requests for one host, by weight. */
export interface Destination {
    /** As it stands in the VirtualService: short names are of its namespace. */
    readonly host: string;
    readonly weight: number;
}

/** One of a VirtualService's HTTP routes, which are tried in their order. */
export interface Rule {
    /** Whether only some requests match. */
    readonly conditional: boolean;
    readonly destinations: readonly Destination[];
    /** Who gets a copy, and of which share, 0 to 1. */
    readonly mirror?: { readonly host: string; readonly share: number };
}

/** A VirtualService. */
export interface MeshRoute {
    readonly namespace: string;
    readonly name: string;
    readonly rules: readonly Rule[];
}

/** What of a cluster decides where requests go and who reports them. */
export interface Mesh {
    readonly pods: readonly MeshPod[];
    readonly services: readonly MeshService[];
    readonly routes: readonly MeshRoute[];
}

/** A Pod; undefined for one that has ended or goes. */
export function meshPod(pod: unknown): MeshPod | undefined {
    const phase = getIn(pod, ["status", "phase"]);
    const ends = getIn(pod, ["metadata", "deletionTimestamp"]) !== undefined;
    if (ends || phase === "Succeeded" || phase === "Failed") return undefined;
    const container = ["containers", "initContainers"]
        .flatMap((list) => listIn(pod, ["spec", list]))
        .find((candidate) => getIn(candidate, ["name"]) === "istio-proxy");
    const env = container === undefined ? new Map<string, string>() : environment(container, pod);
    return {
        ...named(pod),
        labels: textsIn(pod, ["metadata", "labels"]),
        ready: listIn(pod, ["status", "conditions"]).some(
            (condition) => getIn(condition, ["type"]) === "Ready" && getIn(condition, ["status"]) === "True",
        ),
        workload: env.get("ISTIO_META_WORKLOAD_NAME") ?? ownerName(pod),
        proxy: container === undefined ? undefined : proxyOf(container, env, pod),
    };
}

/** A Service; undefined for one whose endpoints somebody else fills in. */
export function meshService(service: unknown): MeshService | undefined {
    const selector = textsIn(service, ["spec", "selector"]);
    return Object.keys(selector).length === 0 ? undefined : { ...named(service), selector };
}

/** A VirtualService. One without HTTP routes has no rules. */
export function meshRoute(virtualService: unknown): MeshRoute {
    return { ...named(virtualService), rules: listIn(virtualService, ["spec", "http"]).map(rule) };
}

function rule(http: unknown): Rule {
    const matches = listIn(http, ["match"]);
    const routes = listIn(http, ["route"]);
    const mirrored = getIn(http, ["mirror", "host"]);
    const percent = getIn(http, ["mirrorPercentage", "value"]);
    return {
        conditional:
            matches.length > 0 && matches.every((match) => isRecord(match) && Object.keys(match).length > 0),
        destinations: routes.map((route) => ({
            host: String(getIn(route, ["destination", "host"])),
            // One destination without a weight takes everything.
            weight: Number(getIn(route, ["weight"]) ?? (routes.length === 1 ? 100 : 0)),
        })),
        mirror:
            typeof mirrored === "string"
                ? { host: mirrored, share: typeof percent === "number" ? percent / 100 : 1 }
                : undefined,
    };
}

function proxyOf(container: unknown, env: ReadonlyMap<string, string>, pod: unknown): Proxy {
    // `docker.io/istio/proxyv2:1.31.1-distroless@sha256:…`
    const tag = /:([^:/@]+)(?:@.*)?$/.exec(String(getIn(container, ["image"])))?.[1] ?? "unknown";
    const revision =
        getIn(pod, ["metadata", "labels", "istio.io/rev"]) ??
        getIn(pod, ["metadata", "annotations", "istio.io/rev"]);
    return {
        version: env.get("ISTIO_META_ISTIO_VERSION") ?? tag.replace(/-(?:distroless|debug)$/, ""),
        revision: typeof revision === "string" ? revision : "default",
    };
}

/** The variables of a container, those that refer to the pod's own fields filled in. */
function environment(container: unknown, pod: unknown): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const variable of listIn(container, ["env"])) {
        const value =
            getIn(variable, ["value"]) ??
            fieldOf(pod, getIn(variable, ["valueFrom", "fieldRef", "fieldPath"]));
        if (typeof value === "string") found.set(String(getIn(variable, ["name"])), value);
    }
    return found;
}

/** `metadata.name`, `metadata.labels['app']` */
function fieldOf(pod: unknown, path: unknown): unknown {
    if (typeof path !== "string") return undefined;
    const [, fields = "", key] = /^([\w.]+)(?:\['([^']+)'\])?$/.exec(path) ?? [];
    return getIn(pod, [...fields.split("."), ...(key === undefined ? [] : [key])]);
}

/** What istiod takes for the workload's name where the proxy does not say: the Deployment's behind the ReplicaSet. */
function ownerName(pod: unknown): string {
    const [owner] = listIn(pod, ["metadata", "ownerReferences"]);
    const name = getIn(owner, ["name"]);
    if (typeof name !== "string") return named(pod).name;
    return getIn(owner, ["kind"]) === "ReplicaSet" ? name.replace(/-[^-]+$/, "") : name;
}

function named(object: unknown): { readonly namespace: string; readonly name: string } {
    return {
        namespace: String(getIn(object, ["metadata", "namespace"])),
        name: String(getIn(object, ["metadata", "name"])),
    };
}

function listIn(object: unknown, path: readonly string[]): readonly unknown[] {
    const list = getIn(object, path);
    return Array.isArray(list) ? (list as readonly unknown[]) : [];
}

function textsIn(object: unknown, path: readonly string[]): Readonly<Record<string, string>> {
    const map = getIn(object, path);
    return isRecord(map) ? (map as Record<string, string>) : {};
}
