import type { Manifest } from "../../lifecycle/workloads/manifest";
import { FLUX_API, INTERVAL } from "./api";

/** How encrypted manifests are decrypted: by SOPS. */
export interface Decryption {
    /** Secret beside the Kustomization with the keys. @default none: the cloud identity of Flux's controller */
    readonly secret?: string;
}

/** How Flux tells whether an object of a custom kind is healthy: CEL over the object's fields. */
export interface HealthCheckExpression {
    readonly apiVersion: string;
    readonly kind: string;
    readonly inProgress?: string;
    readonly failed?: string;
    readonly current: string;
}

/** An object whose health is waited for. */
export interface HealthCheckReference {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace?: string;
}

/** Arguments of {@link kustomization}. */
export interface KustomizationArgs {
    readonly name: string;
    readonly namespace: string;
    /** @default none */
    readonly labels?: Readonly<Record<string, string>>;
    /** Name of a GitRepository in the same namespace. */
    readonly source: string;
    /** Folder in the repository, from its root. */
    readonly path: string;
    /** Names of Kustomizations in the same namespace that must be ready first. @default none */
    readonly dependsOn?: readonly string[];
    /** Time limit of applying and of waiting for health. */
    readonly timeout: string;
    /** How often drift is corrected. @default 10m */
    readonly interval?: string;
    /** How soon what has failed is tried again. @default 2m */
    readonly retryInterval?: string;
    /** Objects whose health is waited for, applied by it or not. @default all it applies */
    readonly healthChecks?: readonly HealthCheckReference[];
    /** @default none: Flux's own rules for every kind */
    readonly healthCheckExprs?: readonly HealthCheckExpression[];
    /**
     * What becomes of the objects when the Kustomization itself is deleted. The default deletes them and waits, so that
     * a destroyed stack comes down in order, workloads before the mesh.
     *
     * @default WaitForTermination
     */
    readonly deletionPolicy?: "MirrorPrune" | "Delete" | "WaitForTermination" | "Orphan";
    /** How encrypted manifests are decrypted. @default not at all */
    readonly decryption?: Decryption;
    /** Whether Flux deletes what leaves the folder. @default true */
    readonly prune?: boolean;
    /** Service account kustomize-controller acts as. @default kustomize-controller, see {@link kustomization} */
    readonly serviceAccountName?: string;
}

/**
 * A folder of manifests Flux applies, prunes and waits for.
 *
 * A hardened Flux gives a Kustomization without a service account the rights of `default`, none. The account of
 * kustomize-controller is bound to `cluster-admin` by Flux's own manifests; only who may write to `flux-system` may
 * name it.
 *
 * There is no `postBuild`, on purpose: manifests are applied as they were reviewed, and `${…}` in an access log
 * format or in Lua stays what it is.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export function kustomization(args: KustomizationArgs): Manifest {
    const {
        name,
        namespace,
        interval = INTERVAL,
        retryInterval = "2m",
        deletionPolicy = "WaitForTermination",
        prune = true,
    } = args;
    return {
        apiVersion: FLUX_API.kustomize,
        kind: "Kustomization",
        metadata: { name, namespace, labels: args.labels },
        spec: {
            interval,
            retryInterval,
            timeout: args.timeout,
            sourceRef: { kind: "GitRepository", name: args.source },
            path: `./${args.path.replace(/^(\.?\/)+/, "")}`,
            prune,
            // With it Flux would ignore the list.
            wait: args.healthChecks === undefined,
            deletionPolicy,
            serviceAccountName: args.serviceAccountName ?? "kustomize-controller",
            dependsOn: args.dependsOn?.map((other) => ({ name: other })),
            decryption: args.decryption && decryptionField(args.decryption),
            healthChecks: args.healthChecks,
            healthCheckExprs: args.healthCheckExprs,
        },
    };
}

/** @see https://fluxcd.io/flux/components/kustomize/kustomizations/#decryption */
function decryptionField({ secret }: Decryption): object {
    return { provider: "sops", secretRef: secret === undefined ? undefined : { name: secret } };
}

/** Flagger has taken back what it was to try, and what is asked for is what was promoted last: a finished way back. */
const IS_TAKEN_BACK = "has(status.lastPromotedSpec) && status.lastAppliedSpec == status.lastPromotedSpec";

/**
 * Health of a Flagger Canary. Without it Flux would take one whose analysis runs, or has failed, for healthy.
 *
 * After a `git revert` of what failed, a Canary stays `Failed` for ever, for Flagger has nothing to do. It goes on writing
 * the hash of what is asked for, though (`shouldAdvance` in pkg/controller/scheduler.go), which tells that end from a
 * failure.
 *
 * A finished phase still stands for the moment between a change of the workload and Flagger noticing it, at most one
 * interval of the analysis: a Canary has no `observedGeneration` to compare, its hashes are Go's, and an expression sees
 * one object. What runs is told by the images of the primary, which are waited for as well (`workload-health.ts`).
 *
 * @see https://docs.flagger.app/usage/how-it-works#canary-status
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#health-check-expressions: in this order; none is in progress
 */
export const CANARY_HEALTH: HealthCheckExpression = {
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    failed: `status.phase == 'Failed' && !(${IS_TAKEN_BACK})`,
    current: `status.phase in ['Initialized', 'Succeeded'] || (status.phase == 'Failed' && ${IS_TAKEN_BACK})`,
};
