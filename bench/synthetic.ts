import type { Manifest } from "../lifecycle/workloads/manifest";

/** A generator of numbers from 0 to 1 that gives the same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    };
}

/** One workload folder: a pod-bearing object, and its canary where it has one. */
export interface SyntheticApp {
    /** Folder below `apps/`: `w00042`. */
    readonly app: string;
    readonly manifests: readonly [Manifest, ...Manifest[]];
}

/**
 * As many workloads as asked for, no two alike: kinds, ports, probes, containers, init containers, annotations and
 * canaries vary as they do in a company's cluster. The same seed gives the same workloads, and the first of many are
 * those of few.
 */
export function syntheticApps(count: number, seed = 5): readonly SyntheticApp[] {
    return Array.from({ length: count }, (_, index) => syntheticApp(index, seed));
}

type Fields = Record<string, unknown>;

/** Out of twenty workloads. */
const KINDS: Readonly<Record<number, "StatefulSet" | "DaemonSet" | "Job" | "CronJob">> = {
    0: "StatefulSet",
    1: "CronJob",
    2: "DaemonSet",
    3: "Job",
};

function syntheticApp(index: number, seed: number): SyntheticApp {
    const random = seededRandom(seed * 1_000_003 + index);
    const chance = (share: number): boolean => random() < share;
    const below = (limit: number): number => Math.floor(random() * limit);
    const name = `w${String(index).padStart(5, "0")}`;
    const namespace = `team-${below(40)}`;
    // A chance of kinds that says nothing about what else is in the workload.
    const kind = (chance(0.15) ? KINDS[below(4)] : undefined) ?? "Deployment";
    const app = appContainer(name, index, below, chance);
    const containers = [app, ...(chance(0.15) ? [helperContainer("exporter", 9100, below)] : [])];
    const annotations = {
        ...(chance(0.3) ? { "prometheus.io/scrape": "true", "prometheus.io/port": "9797" } : {}),
        ...(chance(0.08) ? { "sidecar.istio.io/proxyCPU": `${100 + 50 * below(4)}m` } : {}),
        ...(chance(0.04) ? { "traffic.sidecar.istio.io/excludeOutboundPorts": "5432" } : {}),
    };
    const template = {
        metadata: { labels: { app: name, team: namespace }, annotations },
        spec: {
            serviceAccountName: name,
            ...(chance(0.12) ? { initContainers: [helperContainer("migrate", 0, below)] } : {}),
            containers,
            ...(chance(0.4) ? { volumes: [{ name: "data", emptyDir: {} }] } : {}),
            ...(kind === "Job" || kind === "CronJob" ? { restartPolicy: "Never" } : {}),
        },
    };
    const metadata = { name, namespace, labels: { app: name } };
    const workload = { ...typeOf(kind), metadata, spec: specOf(kind, name, template) } as Manifest;
    if (kind !== "Deployment" || !chance(0.3)) return { app: name, manifests: [workload] };
    return { app: name, manifests: [workload, canaryOf(name, namespace)] };
}

function appContainer(
    name: string,
    index: number,
    below: (limit: number) => number,
    chance: (share: number) => boolean,
): Fields {
    const port = 8000 + below(12);
    const probe = (path: string): Fields => ({
        httpGet: { path, port: "http" },
        periodSeconds: 5 + below(3) * 5,
        timeoutSeconds: 1 + below(4),
    });
    return {
        name: chance(0.8) ? name : "app",
        image: `registry.example.com/${name}:1.${below(30)}.${index % 7}`,
        ports: [
            { name: "http", containerPort: port, protocol: "TCP" },
            ...(chance(0.3) ? [{ name: "grpc", containerPort: 9000 + below(5) }] : []),
        ],
        ...(chance(0.7) ? { readinessProbe: probe("/readyz") } : {}),
        ...(chance(0.6) ? { livenessProbe: probe("/healthz") } : {}),
        env: [
            { name: "LEVEL", value: chance(0.5) ? "info" : "debug" },
            { name: "BACKEND", value: `http://w${String(below(3000)).padStart(5, "0")}:8000/echo` },
        ],
        resources: {
            limits: { memory: `${128 * (1 + below(8))}Mi` },
            requests: { cpu: `${50 * (1 + below(6))}m`, memory: "64Mi" },
        },
    };
}

function helperContainer(name: string, port: number, below: (limit: number) => number): Fields {
    return {
        name,
        image: `registry.example.com/${name}:2.${below(4)}.0`,
        ...(port > 0 ? { ports: [{ name: "metrics", containerPort: port }] } : {}),
    };
}

function typeOf(kind: string): { readonly apiVersion: string; readonly kind: string } {
    return { apiVersion: kind === "Job" || kind === "CronJob" ? "batch/v1" : "apps/v1", kind };
}

function specOf(kind: string, name: string, template: Fields): Fields {
    const selector = { matchLabels: { app: name } };
    switch (kind) {
        case "Job":
            return { template };
        case "CronJob":
            return { schedule: "*/15 * * * *", jobTemplate: { spec: { template } } };
        case "StatefulSet":
            return { replicas: 2, serviceName: name, selector, template };
        case "DaemonSet":
            return { selector, template };
        default:
            return { selector, template };
    }
}

function canaryOf(name: string, namespace: string): Manifest {
    return {
        apiVersion: "flagger.app/v1beta1",
        kind: "Canary",
        metadata: { name, namespace },
        spec: {
            targetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
            progressDeadlineSeconds: 60,
            service: { port: 80, targetPort: "http" },
            analysis: {
                interval: "30s",
                threshold: 5,
                maxWeight: 50,
                stepWeight: 10,
                metrics: [
                    { name: "request-success-rate", thresholdRange: { min: 99 }, interval: "1m" },
                    { name: "request-duration", thresholdRange: { max: 500 }, interval: "1m" },
                ],
            },
        },
    };
}
