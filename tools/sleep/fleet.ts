import { writeYaml, writeYamlDocuments } from "../../lifecycle/kit/write-yaml";
import type { Manifest } from "../../lifecycle/workloads/manifest";

/** Name of the one stack there is. */
export const STACK = "night";
/** What the fleet runs first, and what it is to run: releases that the catalog has, the older with known faults. */
export const OLD = "1.31.0";
export const NEW = "1.31.1";
/** Requests to the API server that Flagger makes for one canary each interval, at rest or not: measured, docs/benchmarks.md. */
export const REQUESTS_A_LOOK = 16;
/** Workloads a second that an API server on two cores can have looked at. */
const LOOKS_A_SECOND = 40;

/** Seconds between two looks of Flagger at a canary: ten at least, as Flagger has it. */
export function lookInterval(workloads: number): number {
    return Math.max(10, Math.ceil(workloads / LOOKS_A_SECOND));
}

/** Workloads of a namespace, which Flux applies together. */
const NAMESPACE_SIZE = 10;

/** How the workloads move. */
export interface FleetCohorts {
    /** Percent of the workloads that have moved after each cohort but the first, which is one workload. */
    readonly shares: readonly number[];
    /** Most canaries under analysis at once. */
    readonly maxAnalyses: number;
    /** Canaries that may fail without a halt. */
    readonly failureBudget: number;
}

/** What {@link fleetFiles} makes a project of. */
export interface FleetArgs {
    readonly workloads: number;
    readonly cohorts: FleetCohorts;
    /** Context of the kubeconfig. */
    readonly context: string;
    /** Where charts come from: `oci://127.0.0.1:20001/charts`. */
    readonly charts: string;
    /** Repository that Flux reads. */
    readonly git: string;
}

/** A workload by its number: `team-003`, `app-0042`. */
export interface FleetWorkload {
    readonly namespace: string;
    readonly name: string;
}

/** All workloads of a fleet: each has a canary. */
export function fleetWorkloads(count: number): readonly FleetWorkload[] {
    return Array.from({ length: count }, (_, index) => ({
        namespace: `team-${String(Math.floor(index / NAMESPACE_SIZE)).padStart(3, "0")}`,
        name: `app-${String(index).padStart(4, "0")}`,
    }));
}

/** The files of a project with one stack, by their path: settings, lock, and an application a namespace. */
export function fleetFiles(args: FleetArgs): ReadonlyMap<string, string> {
    const namespaces = new Map<string, FleetWorkload[]>();
    for (const workload of fleetWorkloads(args.workloads))
        namespaces.set(workload.namespace, [...(namespaces.get(workload.namespace) ?? []), workload]);
    const plain = { sortKeys: false } as const;
    return new Map([
        ["Pulumi.yaml", writeYaml({ name: STACK, runtime: "nodejs" }, plain)],
        [`stacks/Pulumi.${STACK}.yaml`, writeYaml(settings(args, [...namespaces.keys()]), plain)],
        [`stacks/${STACK}.lock.yaml`, writeYaml(lock(args), plain)],
        ...[...namespaces].map(
            ([namespace, workloads]) =>
                [
                    `apps/${namespace}/workloads.yaml`,
                    writeYamlDocuments(
                        workloads.flatMap((workload) => manifestsOf(workload, args.workloads)),
                        plain,
                    ),
                ] as const,
        ),
    ]);
}

function settings({ cohorts, context, charts, git }: FleetArgs, apps: readonly string[]): object {
    const [first] = fleetWorkloads(1);
    return {
        config: {
            "windlass:delivery": "flux",
            "windlass:cluster": {
                name: STACK,
                kubernetes: "1.34",
                context,
                network: STACK,
                meshId: "windlass",
            },
            "windlass:istio": { range: "~1.31", strategy: "in-place", charts },
            "windlass:gateway": {
                enabled: true,
                hosts: ["night.example.com"],
                serviceType: "NodePort",
                minReplicas: 1,
                maxReplicas: 2,
            },
            "windlass:flux": { range: "~2.9", bootstrap: "none", git: { url: git, branch: "main" } },
            "windlass:flagger": { range: "~1.44", charts },
            "windlass:workloads": {
                mode: "git",
                apps,
                cohorts: { first: [`${first?.namespace}/Deployment/${first?.name}`], ...cohorts },
            },
            "windlass:fleet": { wave: 0, evidence: "required", unattended: "patch" },
        },
    };
}

/** As `windlass update` would have written it on the day the old release came. */
function lock({ charts }: FleetArgs): object {
    const since = "2026-08-24";
    const pin = (version: string): object => ({ version, since });
    return {
        schema: "windlass/lock/v1",
        istio: {
            range: "~1.31",
            controlPlane: pin(OLD),
            proxies: pin(OLD),
            gateway: pin(OLD),
            charts,
            hub: "docker.io/istio",
            variant: "distroless",
            chartDigests: {},
            istioctlDigests: {},
            waivers: [],
        },
        flux: {
            range: "~2.9",
            distribution: pin("2.9.4"),
            operator: pin("0.58.1"),
            chartDigests: {},
        },
        flagger: { range: "~1.44", release: pin("1.44.0"), chartDigests: {} },
        catalog: "2026-10-01",
    };
}

/** A Deployment of one pod, and a Canary as quick as Flagger takes it: its own traffic is what is measured. */
function manifestsOf({ namespace, name }: FleetWorkload, count: number): readonly Manifest[] {
    const labels = { app: name };
    const metadata = { name, namespace };
    const container = {
        name: "app",
        image: "registry.example.com/app:1.0.0",
        ports: [{ name: "http", containerPort: 8080, protocol: "TCP" }],
        readinessProbe: { httpGet: { path: "/readyz", port: "http" } },
        resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "64Mi" } },
    };
    return [
        {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { ...metadata, labels },
            spec: {
                revisionHistoryLimit: 1,
                progressDeadlineSeconds: 600,
                selector: { matchLabels: labels },
                template: {
                    metadata: { labels },
                    spec: { automountServiceAccountToken: false, containers: [container] },
                },
            },
        },
        {
            apiVersion: "flagger.app/v1beta1",
            kind: "Canary",
            metadata,
            spec: {
                targetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
                progressDeadlineSeconds: 600,
                revertOnDeletion: true,
                service: { port: 80, targetPort: "http", portDiscovery: false },
                analysis: {
                    interval: `${lookInterval(count)}s`,
                    threshold: 3,
                    stepWeight: 50,
                    maxWeight: 50,
                    metrics: METRICS.map(([metric, max]) => ({
                        name: metric,
                        templateRef: { name: metric, namespace: "flagger-system" },
                        thresholdRange: { max },
                        // Rates need some scrapes, and no more than lie between two looks.
                        interval: `${Math.max(30, lookInterval(count))}s`,
                    })),
                },
            },
        },
    ];
}

/** What Windlass measures of every proxy, and the most that is good. */
const METRICS: readonly (readonly [string, number])[] = [
    ["error-rate", 1],
    ["latency", 500],
    ["proxy-errors", 1],
    ["proxy-config-rejections", 0],
];
