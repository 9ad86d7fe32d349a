import { digestOf } from "../../lifecycle/kit/canonical-json";
import { compareText } from "../../lifecycle/kit/compare-text";
import { getIn } from "../../lifecycle/kit/json-path";
import { groupOf } from "../../lifecycle/workloads/api-group";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { logicalName } from "../kube/names";
import { FLUX_API, FLUX_NAMESPACE, SAFETY_INTERVAL } from "./api";
import { type Decryption, type HealthCheckExpression, kustomization } from "./kustomization";
import { WORKLOAD_KUSTOMIZATIONS, namespaceKustomizationName } from "./kustomization-names";
import { GIT_SOURCE, HEALTH_FOLDER, WORKLOADS_TIMEOUT, folderIn } from "./layers";
import { tenantAccess, tenantAccountName } from "./tenants";
import { type WorkloadHealth, workloadHealth } from "./workload-health";

/** Label of the Kustomizations of namespaces, by which they are selected: `windlass.dev/delivers: workloads`. */
export const DELIVERS_LABEL: Readonly<Record<string, string>> = { "windlass.dev/delivers": "workloads" };

/** Folder of what lives in no namespace, below that of the workloads. No namespace can be called so. */
export const CLUSTER_FOLDER = "_cluster";

/** The folder, below that of the workloads, an object stands in: that of its namespace, and so does the Namespace. */
export function workloadFolder({ apiVersion, kind, metadata }: Manifest): string {
    if (kind === "Namespace" && apiVersion === "v1") return metadata.name;
    return metadata.namespace ?? CLUSTER_FOLDER;
}

/** Arguments of {@link namespaceKustomizations}. */
export interface NamespaceKustomizationsArgs {
    /** Folder of the rendered manifests, from the repository's root: `clusters/dev`. */
    readonly path: string;
    /** Everything of the layer `workloads`. */
    readonly objects: readonly Manifest[];
    /** How encrypted manifests are decrypted. @default not at all */
    readonly decryption?: Decryption;
    /** Delete nothing: another deliverer takes over, or has handed over. @default false */
    readonly handover?: boolean;
    /** Tenant of each namespace that has one: only its account applies what lives there. @default none has one */
    readonly tenants?: ReadonlyMap<string, string>;
}

/**
 * The Kustomizations of a stack's workloads: one for each namespace, so that what fails in one stops no other, one for what
 * lives in none, and one that is Ready when all of them are. They stand in Git, so that a new namespace needs no `pulumi up`.
 *
 * A namespace of a tenant is made here, with the rights of its account: by that account nobody could make it.
 *
 * Each waits for {@link WORKLOAD_KUSTOMIZATIONS.namespaces}, which applies them, to be Ready at the very commit: else it would
 * hold the new manifests against the health of the commit before.
 */
export function namespaceKustomizations(args: NamespaceKustomizationsArgs): readonly Manifest[] {
    const { path, decryption, handover = false, tenants = new Map<string, string>() } = args;
    // Whatever the order they were declared in: it would be another digest.
    const sorted = [...args.objects].sort((a, b) => compareText(logicalName(a), logicalName(b)));
    const isTenants = (object: Manifest): boolean =>
        object.kind === "Namespace" && object.apiVersion === "v1" && tenants.has(object.metadata.name);
    const objects = sorted.filter((object) => !isTenants(object));
    const folders = new Map<string, Manifest[]>();
    for (const object of objects) {
        const folder = workloadFolder(object);
        const found = folders.get(folder);
        if (found) found.push(object);
        else folders.set(folder, [object]);
    }
    const defined = new Set((folders.get(CLUSTER_FOLDER) ?? []).flatMap(definedKind));
    const each = [...folders]
        .sort(([a], [b]) => compareText(a, b))
        .map(([folder, own]) => {
            const needsCluster =
                folder !== CLUSTER_FOLDER && own.some((object) => defined.has(kindOf(object)));
            return kustomization({
                name: nameOf(folder),
                namespace: FLUX_NAMESPACE,
                labels: DELIVERS_LABEL,
                source: GIT_SOURCE,
                path: folderIn(path, `workloads/${folder}`),
                timeout: WORKLOADS_TIMEOUT,
                retryInterval: RETRY,
                dependsOn: [
                    WORKLOAD_KUSTOMIZATIONS.namespaces,
                    ...(needsCluster ? [WORKLOAD_KUSTOMIZATIONS.cluster] : []),
                ],
                prune: !handover,
                deletionPolicy: handover ? "Orphan" : undefined,
                ...marked(workloadHealth(own), own),
                decryption,
                serviceAccountName: accountOf(tenants.get(folder)),
            });
        });
    return [...sorted.filter(isTenants), ...tenantAccess(tenants), ...each, health(path, each)];
}

/** What has failed is soon tried again: a Canary says for an interval what it said of the commit before. */
const RETRY = "30s";

function accountOf(tenant: string | undefined): string | undefined {
    return tenant === undefined ? undefined : tenantAccountName(tenant);
}

function nameOf(folder: string): string {
    return folder === CLUSTER_FOLDER ? WORKLOAD_KUSTOMIZATIONS.cluster : namespaceKustomizationName(folder);
}

/** `group/Kind` of what a CustomResourceDefinition defines. */
function definedKind(object: Manifest): readonly string[] {
    if (object.kind !== "CustomResourceDefinition") return [];
    return [
        `${String(getIn(object, ["spec", "group"]))}/${String(getIn(object, ["spec", "names", "kind"]))}`,
    ];
}

function kindOf({ apiVersion, kind }: Manifest): string {
    return `${groupOf(apiVersion)}/${kind}`;
}

/**
 * Writes the digest of the manifests into an expression, as a comment: other manifests are then another generation of the
 * Kustomization, which is not Ready before it has applied and seen them. Nothing else of its spec changes with each of them, and a
 * condition alone says nothing of the commit it is about.
 */
function marked(
    { healthChecks, healthCheckExprs }: WorkloadHealth,
    objects: readonly Manifest[],
): WorkloadHealth {
    const [first, ...others] = healthCheckExprs;
    if (!first) throw new Error("a Canary's health is always among the expressions");
    const current = `${first.current} // ${digestOf(objects)}`;
    return { healthChecks, healthCheckExprs: [{ ...first, current }, ...others] };
}

/** Applies nothing. What waits for it compares the commit (`dependsOn`), and it compares the manifests: see {@link marked}. */
function health(path: string, each: readonly Manifest[]): Manifest {
    return kustomization({
        name: WORKLOAD_KUSTOMIZATIONS.health,
        namespace: FLUX_NAMESPACE,
        labels: DELIVERS_LABEL,
        source: GIT_SOURCE,
        path: folderIn(path, HEALTH_FOLDER),
        timeout: WORKLOADS_TIMEOUT,
        interval: SAFETY_INTERVAL,
        retryInterval: RETRY,
        dependsOn: [WORKLOAD_KUSTOMIZATIONS.namespaces],
        healthChecks: each.map(({ apiVersion, kind, metadata: { name, namespace } }) => ({
            apiVersion,
            kind,
            name,
            namespace,
        })),
        healthCheckExprs: [KUSTOMIZATION_HEALTH],
    });
}

/** A condition that says no more than that something else comes first is no failure. */
const WAITS = "['DependencyNotReady', 'HealthCheckCanceled', 'Progressing', 'ProgressingWithRetry']";

const KUSTOMIZATION_HEALTH: HealthCheckExpression = {
    apiVersion: FLUX_API.kustomize,
    kind: "Kustomization",
    failed: `has(status.conditions) && status.conditions.exists(c, c.type == 'Ready' && c.status == 'False' && !(c.reason in ${WAITS}))`,
    current:
        "has(status.observedGeneration) && has(status.conditions) && status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')",
};
