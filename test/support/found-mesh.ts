import { gzipSync } from "node:zlib";

import type { FoundIstiod, FoundMesh, FoundRelease } from "../../lifecycle/adopt/found-mesh";
import type { ObservedCluster, ProxyTally } from "../../lifecycle/observed/observed";

const nothing: ObservedCluster = {
    controlPlanes: [],
    proxies: [],
    canaries: [],
    workloads: [],
    deliveries: [],
};

/** An istiod that Helm has installed with its chart's own values. */
export function foundIstiod(overrides: Partial<FoundIstiod> = {}): FoundIstiod {
    return {
        name: "istiod",
        namespace: "istio-system",
        revision: "default",
        version: "1.31.1",
        hub: "docker.io/istio",
        installer: "helm",
        release: "istiod",
        values: {},
        mesh: {},
        ...overrides,
    };
}

/** A Helm release of one of Istio's charts. */
export function foundRelease(chart: string, overrides: Partial<FoundRelease> = {}): FoundRelease {
    return {
        name: chart === "base" ? "istio-base" : chart,
        namespace: "istio-system",
        storage: "istio-system",
        chart,
        sources: ["https://github.com/istio/istio"],
        version: "1.31.1",
        revision: 1,
        values: {},
        defaults: {},
        manifest: "",
        ...overrides,
    };
}

/** Pods of one workload with a proxy. */
export function proxies(workload: string, version: string, pods = 2): ProxyTally {
    return { workload, version, revision: "default", pods, ready: pods };
}

/** A mesh that Helm has set up as Istio's guide says. */
export function foundMesh(overrides: Partial<FoundMesh> = {}): FoundMesh {
    return {
        kubernetes: "1.34",
        istiods: [foundIstiod()],
        releases: [foundRelease("base"), foundRelease("istiod")],
        tags: [],
        namespaces: [],
        peerAuthentications: [],
        gateways: [],
        operators: [],
        observed: { ...nothing, proxies: [proxies("shop/Deployment/shop", "1.31.1")] },
        unread: [],
        ...overrides,
    };
}

/** Proxies of a mesh, and nothing else that is observed. */
export function observing(...tallies: readonly ProxyTally[]): ObservedCluster {
    return { ...nothing, proxies: tallies };
}

/** What a Secret of Helm has in `data.release`, as an API server hands it out. */
export function storedRelease(release: object): string {
    const packed = gzipSync(JSON.stringify(release)).toString("base64");
    return Buffer.from(packed).toString("base64");
}
