import type { Lock } from "../../lifecycle/settings/lock";
import type { ClusterSettings, IstioSettings, StackSettings } from "../../lifecycle/settings/settings";
import { type ShortGateway, gatewaysOf } from "../../lifecycle/settings/settings-gateways";

/** Parts of the example stack a test wants otherwise. */
export interface ExampleOverrides {
    readonly cluster?: Partial<ClusterSettings>;
    readonly istio?: Partial<IstioSettings>;
    /** The one ingress gateway, as `windlass:gateway` describes it. */
    readonly gateway?: Partial<ShortGateway>;
    /** More gateways. @default none */
    readonly gateways?: Parameters<typeof gatewaysOf>[0];
}

/** A complete stack with defaults everywhere, for tests of what is made from it. */
export function exampleSettings(overrides: ExampleOverrides = {}): StackSettings {
    return {
        stack: "dev",
        delivery: "pulumi",
        handover: "none",
        cluster: {
            name: "dev-1",
            kubernetes: "1.34",
            trustDomain: "cluster.local",
            domain: "cluster.local",
            ...overrides.cluster,
        },
        istio: {
            range: "~1.31",
            strategy: "in-place",
            tags: [],
            minimumAge: "3d",
            catalogAge: "120d",
            allowPrerelease: false,
            allowDowngrade: false,
            waivers: [],
            charts: "https://blob.istio.io/release/charts",
            hub: "docker.io/istio",
            variant: "distroless",
            cni: false,
            mtls: "STRICT",
            outboundTraffic: "REGISTRY_ONLY",
            allowedHosts: [],
            accessLog: "/dev/stdout",
            defaults: "windlass",
            values: {},
            releases: { base: { values: {} }, istiod: {}, cni: { values: {} } },
            ...overrides.istio,
        },
        gateways: gatewaysOf(overrides.gateways ?? {}, {
            enabled: true,
            namespace: "istio-ingress",
            hosts: ["shop.example.com"],
            serviceType: "LoadBalancer",
            minReplicas: 2,
            maxReplicas: 5,
            ...overrides.gateway,
        }),
        flux: {
            range: "~2.9",
            bootstrap: "operator",
            charts: "oci://ghcr.io/controlplaneio-fluxcd/charts",
            registry: "ghcr.io/fluxcd",
            git: { branch: "main", path: "clusters/dev" },
            decryption: {},
        },
        flagger: {
            range: "~1.44",
            bootstrap: "chart",
            charts: "oci://ghcr.io/fluxcd/charts",
            registry: "ghcr.io/fluxcd",
            alerts: { type: "slack" },
        },
        workloads: { apps: [], removalLimit: 25, clusterScoped: [], mode: "git", namespaces: {} },
        fleet: {
            wave: 0,
            soak: "7d",
            evidence: "none",
            evidenceAge: "1d",
            windows: [],
            freezes: [],
            expeditedSoak: "0d",
            unattended: "none",
        },
    };
}

/** A lock of the example stack. */
export function exampleLock(controlPlane = "1.31.1", proxies = controlPlane): Lock {
    const since = "2026-11-21";
    return {
        istio: {
            range: "~1.31",
            controlPlane: { version: controlPlane, since },
            proxies: { version: proxies, since },
            charts: "https://blob.istio.io/release/charts",
            hub: "docker.io/istio",
            variant: "distroless",
            chartDigests: {},
            istioctlDigests: {},
            waivers: [],
        },
        flux: {
            range: "~2.9",
            distribution: { version: "2.9.4", since },
            operator: { version: "0.58.1", since },
            chartDigests: {},
        },
        flagger: { range: "~1.44", release: { version: "1.44.0", since }, chartDigests: {} },
        catalog: since,
    };
}
