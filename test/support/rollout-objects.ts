/** The parts of a container that are looked at. */
interface Container {
    readonly name?: string;
    readonly image?: string;
    readonly env?: readonly { readonly name?: string; readonly value?: string }[];
}

/** The parts of a Deployment that are looked at. */
export interface Deployment {
    readonly metadata?: { readonly name?: string };
    readonly spec: {
        readonly template: {
            readonly spec: {
                readonly containers: readonly Container[];
                readonly initContainers?: readonly Container[];
            };
        };
    };
}

/** The parts of Flagger's Canary that are looked at. */
export interface Canary {
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: { readonly targetRef: { readonly name: string } };
    readonly status?: { readonly phase?: string; readonly canaryWeight?: number };
}

/** One operation of a JSON patch (RFC 6902). */
export interface PatchOperation {
    readonly op: "add" | "replace";
    readonly path: string;
    readonly value: unknown;
}

/** Where the proxy of a pod template stands: among the containers, or as a native sidecar before them. */
function findProxy({ spec }: Deployment): {
    readonly list: string;
    readonly index: number;
    readonly proxy: Container;
} {
    for (const list of ["initContainers", "containers"] as const) {
        const containers = spec.template.spec[list] ?? [];
        const index = containers.findIndex(({ name }) => name === "istio-proxy");
        const proxy = containers[index];
        if (proxy) return { list, index, proxy };
    }
    throw new Error("the workload has no proxy");
}

/** Image of a workload's proxy. */
export function proxyImage(deployment: Deployment): string {
    return findProxy(deployment).proxy.image ?? "";
}

/** What a workload's proxy is told: its PROXY_CONFIG. */
export function proxyConfig(deployment: Deployment): string {
    return findProxy(deployment).proxy.env?.find(({ name }) => name === "PROXY_CONFIG")?.value ?? "";
}

/** A patch that sends a workload's proxy to a control plane that is not there: its pods never become Ready. */
export function badProxyPatch(deployment: Deployment): readonly PatchOperation[] {
    const { list, index, proxy } = findProxy(deployment);
    const value = JSON.stringify({ discoveryAddress: "nowhere.istio-system.svc:15012" });
    const path = `/spec/template/spec/${list}/${index}/env`;
    if (!proxy.env) return [{ op: "add", path, value: [{ name: "PROXY_CONFIG", value }] }];
    const at = proxy.env.findIndex(({ name }) => name === "PROXY_CONFIG");
    const entry = { name: "PROXY_CONFIG", value };
    return at < 0
        ? [{ op: "add", path: `${path}/-`, value: entry }]
        : [{ op: "replace", path: `${path}/${at}`, value: entry }];
}

/** Whether a rollout has ended, and how. */
export function rolloutOf(
    canary: Canary,
    target: Deployment,
    primary: Deployment,
): "promoted" | "failed" | "running" {
    const phase = canary.status?.phase ?? "";
    if (phase === "Failed") return "failed";
    const isSame = proxyImage(target) === proxyImage(primary) && proxyConfig(target) === proxyConfig(primary);
    return isSame && (phase === "Succeeded" || phase === "Initialized") ? "promoted" : "running";
}
