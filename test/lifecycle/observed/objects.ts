import type { Manifest } from "../../../lifecycle/workloads/manifest";

/** A running pod of a Deployment, as the API server has it. */
export function pod(
    name: string,
    { image = "docker.io/istio/proxyv2:1.31.1-distroless", ...more }: PodFields = {},
): Manifest {
    const { revision = "default", owner, phase = "Running", ready = "True", native = false } = more;
    const proxy = { name: "istio-proxy", image };
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
            name: `${name}-7d9f8-x2x4z`,
            namespace: "shop",
            labels: { "pod-template-hash": "7d9f8", "istio.io/rev": revision },
            ownerReferences: [{ kind: "ReplicaSet", name: `${name}-7d9f8`, controller: true, ...owner }],
        },
        spec: native
            ? { initContainers: [proxy], containers: [{ name: "app", image: "app:1" }] }
            : { containers: [{ name: "app", image: "app:1" }, proxy] },
        status: { phase, conditions: [{ type: "Ready", status: ready }] },
    };
}

interface PodFields {
    readonly image?: string;
    readonly revision?: string;
    readonly owner?: Readonly<Record<string, unknown>>;
    readonly phase?: string;
    readonly ready?: string;
    readonly native?: boolean;
}

/** A Deployment with one container more than the proxy. */
export function deployment(
    name: string,
    containers: Readonly<Record<string, string>>,
    more: Readonly<Record<string, unknown>> = {},
): Manifest {
    const { metadata = {}, ...rest } = more;
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace: "shop", ...(metadata as object) },
        spec: {
            template: {
                spec: {
                    containers: Object.entries(containers).map(([container, image]) => ({
                        name: container,
                        image,
                    })),
                },
            },
        },
        ...rest,
    };
}
