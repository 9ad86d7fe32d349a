import { valid } from "semver";
import { WindlassError } from "../../lifecycle/kit/errors";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { RECONCILER } from "./access";
import { FLUX_API, INTERVAL } from "./api";

/** Another HelmRelease that must be ready, and at its current generation, first. */
export interface HelmDependency {
    readonly name: string;
    /** @default the dependant's namespace */
    readonly namespace?: string;
}

/** Fields of a chart's objects that others write, and that are no drift. */
export interface DriftIgnoreRule {
    /** JSON pointers (RFC 6901): `/webhooks/0/clientConfig/caBundle`. */
    readonly paths: readonly string[];
    /** Objects meant; names and kinds are regular expressions. @default every object of the chart */
    readonly target?: {
        readonly group?: string;
        readonly version?: string;
        readonly kind?: string;
        readonly name?: string;
        readonly namespace?: string;
    };
}

/** A change to one of a chart's objects, where the chart has no value for it. */
export interface ReleasePatch {
    readonly target: { readonly kind: string; readonly name: string };
    /** Operations of JSON Patch (RFC 6902). */
    readonly operations: readonly {
        readonly op: "add" | "replace";
        readonly path: string;
        readonly value: unknown;
    }[];
}

/**
 * What becomes of a failed installation or upgrade.
 *
 * - `retry`: tried again until it works or a person decides. Nothing is ever rolled back, for an older istiod under
 *   newer proxies is worse than a broken upgrade, and `base` is shared by all revisions.
 * - `rollback`: tried three times with a return to the last good release between, and back to it in the end.
 * - `rollback-upgrade`: the same for an upgrade, and an installation is retried as it is: `rollback` would uninstall between
 *   the attempts, and with a Service goes the address of its load balancer.
 */
export type OnFailure = "retry" | "rollback" | "rollback-upgrade";

/** Arguments of {@link helmRelease}. */
export interface HelmReleaseArgs {
    readonly name: string;
    /** Namespace of the HelmRelease and of what it installs. */
    readonly namespace: string;
    /** Chart's name in the repository. */
    readonly chart: string;
    /** Exact chart version: `1.31.1`. A range would let two clusters with one lock differ. */
    readonly version: string;
    /** Name of a HelmRepository in the same namespace. */
    readonly repository: string;
    /** Helm's name for the release, at most 53 characters. @default the HelmRelease's name */
    readonly releaseName?: string;
    /** Namespace of the Secrets Helm keeps the release in. @default the HelmRelease's */
    readonly storageNamespace?: string;
    /** Helm values, over the chart's own. @default none */
    readonly values?: object;
    readonly dependsOn?: readonly HelmDependency[];
    /**
     * What to do with the CRDs in the chart's `crds/` folder. Istio's are templates and not touched by it.
     *
     * @default Flux's: `Create` on installation, `Skip` on upgrade
     */
    readonly crds?: "Skip" | "Create" | "CreateReplace";
    /** Patches of what the chart renders, as kustomize has them. @default none */
    readonly patches?: readonly ReleasePatch[];
    /** @default none: all drift is corrected */
    readonly driftIgnore?: readonly DriftIgnoreRule[];
    readonly failure: OnFailure;
    /** Time limit of one Helm action, waiting for pods included. @default 5m */
    readonly timeout?: string;
    /** How often drift is looked for. @default 10m */
    readonly interval?: string;
    readonly labels?: Readonly<Record<string, string>>;
    /** Service account helm-controller acts as. @default flux-reconciler, see {@link RECONCILER} */
    readonly serviceAccountName?: string;
}

/** Retries of a release that may be rolled back, after its first attempt. */
const RETRIES = 3;
/** Pause between two attempts of a release that is never rolled back. Flux's own default is 5m. */
const RETRY_INTERVAL = "1m";

/**
 * A chart, installed and kept as it is by Flux, at one exact version.
 *
 * The chart comes by `chart.spec` from a HelmRepository, also where that is an OCI registry. With an OCIRepository and
 * `chartRef` helm-controller appends the digest to the version, `1.31.1+4fda46fd8c4e` (fluxcd/helm-controller#1212):
 * {@link releaseReady} could not wait for it, and charts that put their version into a label break.
 *
 * @see https://fluxcd.io/flux/components/helm/helmreleases/
 * @throws WindlassError when the version is not exact
 */
export function helmRelease(args: HelmReleaseArgs): Manifest {
    const { name, namespace, labels, interval = INTERVAL, timeout = "5m" } = args;
    return {
        apiVersion: FLUX_API.helm,
        kind: "HelmRelease",
        metadata: { name, namespace, labels },
        spec: {
            interval,
            timeout,
            releaseName: args.releaseName ?? name,
            storageNamespace: args.storageNamespace,
            serviceAccountName: args.serviceAccountName ?? RECONCILER,
            chart: {
                spec: {
                    chart: args.chart,
                    version: exactVersion(args),
                    sourceRef: { kind: "HelmRepository", name: args.repository },
                    // Where the chart comes from has no hurry: its version is exact.
                    interval: INTERVAL,
                },
            },
            dependsOn: args.dependsOn,
            driftDetection: { mode: "enabled", ignore: args.driftIgnore },
            ...failureHandling(args),
            postRenderers: args.patches && [{ kustomize: { patches: args.patches.map(kustomizePatch) } }],
            values: args.values,
        },
    };
}

/**
 * Conditions that hold once a release runs this version. Ready alone would not do: it still holds for a moment after
 * the version has changed, until helm-controller sees the change.
 */
export function releaseReady(version: string): readonly string[] {
    return ["condition=Ready", `jsonpath={.status.history[0].chartVersion}=${version}`];
}

function kustomizePatch({ target, operations }: ReleasePatch): object {
    return { target, patch: JSON.stringify(operations) };
}

function failureHandling({ failure, crds }: HelmReleaseArgs): object {
    const strategy = { name: "RetryOnFailure", retryInterval: RETRY_INTERVAL };
    if (failure === "retry") return { install: { crds, strategy }, upgrade: { crds, strategy } };
    return {
        install: failure === "rollback" ? { crds, remediation: { retries: RETRIES } } : { crds, strategy },
        upgrade: {
            crds,
            cleanupOnFail: true,
            remediation: { retries: RETRIES, strategy: "rollback", remediateLastFailure: true },
        },
    };
}

function exactVersion({ name, version }: HelmReleaseArgs): string {
    if (valid(version) !== null) return version;
    throw new WindlassError({
        key: `${name}.version`,
        value: version,
        rule: "a release is pinned to one exact chart version",
        remedy: "Take the version from the stack's lock file",
    });
}
