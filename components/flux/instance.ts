import type { Manifest } from "../../lifecycle/workloads/manifest";
import { FLUX_API, FLUX_NAMESPACE } from "./api";

/** Arguments of {@link fluxInstance}. */
export interface FluxInstanceArgs {
    /** Exact version of the Flux distribution: `2.9.4`. */
    readonly version: string;
    /** Registry and folder of Flux's images: `ghcr.io/fluxcd`. */
    readonly registry: string;
    /** OCI artifact with the distribution's manifests. @default the copy inside the operator's image */
    readonly artifact?: string;
    /** Secret in Flux's namespace with the credentials of the images' registry. @default none are needed */
    readonly pullSecret?: string;
    /** Secret in Flux's namespace with the credentials of the artifact's registry. @default none are needed */
    readonly artifactSecret?: string;
    /** DNS suffix of services in the cluster. @default cluster.local */
    readonly domain?: string;
    /** Kustomizations that are worked on at once. @default Flux's own, 4 */
    readonly concurrent?: number;
}

/** Controllers Windlass needs; image automation is left out, for nothing but a review moves a pin. */
const COMPONENTS = [
    "source-controller",
    "kustomize-controller",
    "helm-controller",
    "notification-controller",
];

/** A change of what the distribution's manifests say, as Kustomize makes it. */
interface Patch {
    readonly target: { readonly kind: string; readonly name: string };
    /** JSON patch, as YAML or JSON text. */
    readonly patch: string;
}

/**
 * Flags of Flux's controllers, where their defaults make a hotfix or a `git revert` wait:
 *
 * - A new commit ends a health check that still waits for canaries of the commit before (since Flux 2.7, off by default).
 * - What depends on another looks again every 5 seconds. The default of 30 is paid once a layer.
 * - A Kustomization that waits for its canaries keeps a worker busy: with 4 of them, four namespaces whose analyses take an
 *   hour would keep all others from their next commit for as long.
 *
 * `-` appends: flux-operator has added flags of its own before.
 *
 * @see https://fluxcd.io/flux/components/kustomize/options/
 */
function controllerFlags(concurrent: number | undefined): readonly Patch[] {
    return [
        flags("kustomize-controller", [
            "--feature-gates=CancelHealthCheckOnNewRevision=true",
            "--requeue-dependency=5s",
            ...(concurrent === undefined ? [] : [`--concurrent=${concurrent}`]),
        ]),
        flags("helm-controller", ["--requeue-dependency=5s"]),
    ];
}

function flags(controller: string, args: readonly string[]): Patch {
    const path = "/spec/template/spec/containers/0/args/-";
    return {
        target: { kind: "Deployment", name: controller },
        patch: JSON.stringify(args.map((value) => ({ op: "add", path, value }))),
    };
}

/**
 * The Flux of a cluster, installed and kept by flux-operator. It must be called `flux`.
 *
 * `multitenant` is the lockdown of Flux's documentation: no references across namespaces, no remote bases, and the
 * service account `default`, which has no rights, for whatever names none.
 *
 * @see https://fluxoperator.dev/docs/crd/fluxinstance/
 */
export function fluxInstance(args: FluxInstanceArgs): Manifest {
    const { version, registry, artifact, pullSecret, artifactSecret, domain = "cluster.local" } = args;
    return {
        apiVersion: FLUX_API.instance,
        kind: "FluxInstance",
        metadata: { name: "flux", namespace: FLUX_NAMESPACE },
        spec: {
            distribution: {
                version,
                registry,
                imagePullSecret: pullSecret,
                artifact,
                artifactPullSecret: artifactSecret,
            },
            components: COMPONENTS,
            cluster: {
                type: "kubernetes",
                domain,
                multitenant: true,
                tenantDefaultServiceAccount: "default",
                networkPolicy: true,
            },
            kustomize: { patches: controllerFlags(args.concurrent) },
        },
    };
}

/**
 * Conditions that hold once this version of Flux runs. Ready alone still holds for a moment after the version has
 * changed. The applied revision is `v2.9.4@sha256:…`, of which we know the first half.
 *
 * `match` is asked only where the field is there: the provider's JSONPath library crashes on one that is not.
 */
export function instanceReady(version: string): readonly string[] {
    const field = "@.lastAppliedRevision";
    const pattern = `v${version.replaceAll(".", "\\\\.")}@.*`;
    return ["condition=Ready", `jsonpath={$[?${field} && match(${field}, "${pattern}")]}`];
}
