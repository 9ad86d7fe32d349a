import type { ExpectedCluster } from "../../../lifecycle/observed/expected";
import type { ObservedCanary, ObservedCluster } from "../../../lifecycle/observed/observed";

const IMAGES = { app: "app:1", "istio-proxy": "proxyv2:1.31.1" };

/** What Git has: one istiod, a workload that a canary gates, and one without. */
export const expected: ExpectedCluster = {
    stack: "dev",
    context: "kind-dev",
    controlPlanes: [{ revision: "default", version: "1.31.1" }],
    proxies: { revision: "default", version: "1.31.1" },
    modes: new Map([
        ["shop/Deployment/backend", "git"],
        ["shop/Deployment/plain", "git"],
        ["legacy/Deployment/old", "webhook"],
    ]),
    images: new Map([
        ["shop/Deployment/backend", IMAGES],
        ["shop/Deployment/plain", IMAGES],
    ]),
    gated: new Set(["shop/Deployment/backend"]),
};

/** The canary of the gated workload, promoted. */
export const canary: ObservedCanary = {
    id: "shop/Canary/backend",
    target: "shop/Deployment/backend",
    phase: "Succeeded",
    isPromoted: true,
    primary: IMAGES,
};

/** A cluster in which everything is as Git has it. */
export const observed: ObservedCluster = {
    controlPlanes: [
        { revision: "default", version: "1.31.1", namespace: "istio-system", wanted: 2, ready: 2 },
    ],
    proxies: [
        {
            workload: "shop/Deployment/backend-primary",
            version: "1.31.1",
            revision: "default",
            pods: 2,
            ready: 2,
        },
        { workload: "shop/Deployment/plain", version: "1.31.1", revision: "default", pods: 1, ready: 1 },
    ],
    canaries: [canary],
    workloads: [{ id: "shop/Deployment/plain", images: IMAGES }],
    deliveries: [
        {
            kind: "Kustomization",
            namespace: "flux-system",
            name: "workloads",
            ready: "True",
            message: "Applied revision",
            isSuspended: false,
        },
    ],
};
