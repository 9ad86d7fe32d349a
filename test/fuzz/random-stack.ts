import fc from "fast-check";
import { WindlassError, throwCollected } from "../../lifecycle/kit/errors";
import { revisionOf } from "../../lifecycle/mesh/revision";
import { checkLock } from "../../lifecycle/upgrade/lock-check";
import type { Lock } from "../../lifecycle/settings/lock";
import { formatLock, parseLock } from "../../lifecycle/settings/lock-parse";
import { settingsFromConfig } from "../../lifecycle/settings/settings-parse";
import type { Stack } from "../../lifecycle/stack/stack";
import { checkManifests } from "../../lifecycle/workloads/check-manifests";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { parseManifests } from "../../lifecycle/workloads/parse-manifests";
import { planWorkloads } from "../../lifecycle/workloads/plan-workloads";
import { systemNamespaces } from "../../lifecycle/settings/system-namespaces";
import { exampleLock } from "../support/example-stack";
import { stackScopes } from "../../adapters/files/stack-kinds-source";

/** What a random program is made from: what a person and a tool would have written. */
export interface RandomProgram {
    /** Configuration as Pulumi hands it over: `windlass:istio` to a JSON text. */
    readonly config: Readonly<Record<string, string>>;
    readonly controlPlane: string;
    readonly proxies: string;
    readonly manifests: readonly Manifest[];
}

const NAMESPACES = ["prod", "shop", "istio-ingress", "istio-system", "flagger-system", "default", "a", "a-b"];
const NAMES = ["backend", "frontend", "b", "b-c", "backend-primary"];
const MODES = ["git", "pin", "webhook", "none"];

const some = <T>(...values: readonly T[]) => fc.constantFrom(...values);
/** Mostly right, now and then what no setting takes. */
const seldomWrong = <T>(right: fc.Arbitrary<T>, wrong: readonly unknown[] = [null, 7, "", "yes", []]) =>
    fc.oneof({ arbitrary: right, weight: 150 }, { arbitrary: some(...wrong), weight: 1 });

const range = seldomWrong(some("~1.31", "^1.30", ">=1.30 <1.32"), ["not a range", 1.31, ""]);
const section = (model: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []) =>
    fc.record(model, { requiredKeys });

const config = fc
    .record(
        {
            delivery: seldomWrong(some("pulumi", "flux")),
            handover: seldomWrong(some("none", "underway")),
            cluster: section(
                {
                    name: seldomWrong(some("dev", "c-1")),
                    kubernetes: seldomWrong(some("1.34", "v1.33.2-gke.1")),
                    network: some("", "net-a"),
                    meshId: some("", "mesh-a"),
                    trustDomain: some("cluster.local", "td.example.com"),
                },
                ["name", "kubernetes"],
            ),
            istio: section(
                {
                    range,
                    strategy: some("in-place", "revisions"),
                    cni: fc.boolean(),
                    mtls: seldomWrong(some("STRICT", "PERMISSIVE")),
                    outboundTraffic: some("REGISTRY_ONLY", "ALLOW_ANY"),
                    variant: some("distroless", "debug", ""),
                    values: some(
                        {},
                        { pilot: { resources: { requests: { cpu: "1" } } } },
                        { global: { tag: "x" } },
                    ),
                },
                ["range"],
            ),
            gateway: section({
                enabled: fc.boolean(),
                namespace: seldomWrong(some("istio-ingress", "shop", "a"), NAMESPACES),
                hosts: seldomWrong(fc.uniqueArray(some("a.example.com", "*.example.com"), { minLength: 1 }), [
                    [],
                    ["*"],
                ]),
                tlsSecret: some("", "cert"),
                minReplicas: seldomWrong(fc.integer({ min: 1, max: 3 })),
                maxReplicas: seldomWrong(fc.integer({ min: 5, max: 6 })),
            }),
            flux: section(
                {
                    bootstrap: some("operator", "none"),
                    git: seldomWrong(fc.constant({ url: "https://git.example.com/mesh.git" }), [{}]),
                },
                ["git"],
            ),
            flagger: section({
                prometheus: some("", "http://prometheus.monitoring:9090"),
                alerts: seldomWrong(some({}, { secret: "slack", channel: "mesh" }), [{ channel: "mesh" }]),
            }),
            workloads: section({
                mode: some(...MODES),
                namespaces: fc.dictionary(some(...NAMESPACES), fc.record({ mode: some(...MODES) }), {
                    maxKeys: 2,
                }),
            }),
            fleet: section({ wave: fc.nat({ max: 3 }) }),
            misspelt: fc.constant("yes"),
        },
        { requiredKeys: ["cluster", "istio", "flux"] },
    )
    // One program in a few has the key that nobody knows.
    .chain(({ misspelt, ...rest }) =>
        fc.nat({ max: 19 }).map((odds) => (odds === 0 && misspelt ? { ...rest, misspelt } : rest)),
    )
    .map((sections) =>
        Object.fromEntries(
            Object.entries(sections).map(([key, value]) => [
                `windlass:${key}`,
                typeof value === "string" ? value : JSON.stringify(value),
            ]),
        ),
    );

const place = fc.record({ namespace: some(...NAMESPACES), name: some(...NAMES) });
const pods = { template: { spec: { containers: [{ name: "app", image: "example.com/app:1" }] } } };
const workload = fc
    .tuple(place, some("Deployment", "StatefulSet", "DaemonSet"))
    .map(([metadata, kind]): Manifest => ({ apiVersion: "apps/v1", kind, metadata, spec: pods }));
const canary = place.map((metadata): Manifest => ({
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata,
    spec: {
        targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: metadata.name },
        analysis: { interval: "1m", threshold: 5, iterations: 3 },
    },
}));
const plain = fc
    .tuple(place, some("v1/ConfigMap", "v1/ServiceAccount", "v1/Service", "networking.istio.io/v1/Gateway"))
    .map(([metadata, type]): Manifest => {
        const cut = type.lastIndexOf("/");
        return { apiVersion: type.slice(0, cut), kind: type.slice(cut + 1), metadata };
    });
const clusterScoped = fc
    .tuple(some("v1/Namespace", "rbac.authorization.k8s.io/v1/ClusterRole"), some(...NAMESPACES))
    .map(([type, name]): Manifest => {
        const cut = type.lastIndexOf("/");
        return { apiVersion: type.slice(0, cut), kind: type.slice(cut + 1), metadata: { name } };
    });
/** A Deployment and the Canary on it, which two draws of their own would seldom make. */
const gated = canary.map((object): Manifest[] => [
    { apiVersion: "apps/v1", kind: "Deployment", metadata: object.metadata, spec: pods },
    object,
]);

const identity = ({ apiVersion, kind, metadata }: Manifest) =>
    `${apiVersion} ${kind} ${metadata.namespace} ${metadata.name}`;
const manifests = fc
    .array(
        fc.oneof(
            { arbitrary: gated, weight: 30 },
            { arbitrary: workload.map((one) => [one]), weight: 30 },
            { arbitrary: plain.map((one) => [one]), weight: 30 },
            { arbitrary: clusterScoped.map((one) => [one]), weight: 2 },
            { arbitrary: canary.map((one) => [one]), weight: 1 },
        ),
        { maxLength: 8 },
    )
    .chain((groups) => {
        const all = groups.flat();
        const once = [...new Map(all.map((object) => [identity(object), object])).values()];
        // Twins are refused; a program in a few keeps them.
        return fc.nat({ max: 9 }).map((odds) => (odds === 0 ? all : once));
    });

/** Random programs, most of them right. */
export const randomProgram: fc.Arbitrary<RandomProgram> = fc.record({
    config,
    controlPlane: seldomWrong(some("1.31.0", "1.31.1"), ["1.30.3"]) as fc.Arbitrary<string>,
    proxies: seldomWrong(some("1.30.3", "1.31.0"), ["1.31.1", "1.29.5"]) as fc.Arbitrary<string>,
    manifests,
});

/**
 * The stack of a random program, by the readers and checks every stack passes. Only the injector is ours: it puts in a
 * container, as no istioctl need be here.
 *
 * @throws WindlassError for a program that is wrong
 */
export function readProgram(program: RandomProgram): Stack {
    const settings = settingsFromConfig("dev", program.config);
    const lockFile = parseLock("dev", formatLock("dev", lockFor(settings.istio, settings.flux, program)));
    const warnings = checkLock(settings, lockFile);
    const text = program.manifests.map((manifest) => JSON.stringify(manifest)).join("\n---\n");
    const sourced = program.manifests.length === 0 ? [] : parseManifests("app", "apps/app/all.yaml", text);
    throwCollected(checkManifests(sourced, stackScopes(settings, sourced)));
    const { lock } = lockFile;
    const workloads = planWorkloads({
        settings,
        manifests: sourced,
        scopes: stackScopes(settings, sourced),
        revision: revisionOf(settings, lock.istio.proxies.version),
        taken: systemNamespaces(settings),
        inject: ({ manifest }) => withProxy(manifest, lock.istio.proxies.version),
    });
    const sidecars = undefined as unknown as Stack["sidecars"]; // used up above, when the workloads were planned
    return { settings, lock, sidecars, manifests: sourced, workloads, warnings };
}

function lockFor(
    istio: Pick<Lock["istio"], "range" | "charts" | "hub" | "variant">,
    flux: Pick<Lock["flux"], "range">,
    { controlPlane, proxies }: RandomProgram,
): Lock {
    const lock = exampleLock(controlPlane, proxies);
    const { range, charts, hub, variant } = istio;
    return {
        ...lock,
        istio: { ...lock.istio, range, charts, hub, variant },
        flux: { ...lock.flux, range: flux.range },
    };
}

function withProxy(manifest: Manifest, version: string): Manifest {
    const { template } = manifest["spec"] as typeof pods;
    const proxy = { name: "istio-proxy", image: `docker.io/istio/proxyv2:${version}` };
    const spec = { ...template.spec, containers: [...template.spec.containers, proxy] };
    return { ...manifest, spec: { template: { ...template, spec } } };
}

/** Whether a program was refused, which is as right an answer as a stack. Any other error is a bug. */
export function isRefusal(error: unknown): error is WindlassError {
    return error instanceof WindlassError;
}
