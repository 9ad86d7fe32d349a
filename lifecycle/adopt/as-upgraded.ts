import { isRecord } from "../kit/json-path";
import type { Manifest } from "../workloads/manifest";

/** Which HelmRelease takes a release over. */
export interface TakenBy {
    readonly release: string;
    /** Of the release's objects. */
    readonly namespace: string;
    /** HelmRelease, in istio-system. */
    readonly helmRelease: string;
    readonly helmReleaseNamespace: string;
}

/**
 * An object of a Helm release as the first upgrade by helm-controller applies it: the same, with the names of its owners
 * on it. Charts give a validator its failure policy at its installation alone; from then on that is istiod's.
 */
export function asUpgraded(object: Manifest, by: TakenBy): Manifest {
    const { metadata } = object;
    const owned: Manifest = {
        ...object,
        metadata: {
            ...metadata,
            labels: {
                ...metadata.labels,
                "app.kubernetes.io/managed-by": "Helm",
                "helm.toolkit.fluxcd.io/name": by.helmRelease,
                "helm.toolkit.fluxcd.io/namespace": by.helmReleaseNamespace,
            },
            annotations: {
                ...metadata.annotations,
                "meta.helm.sh/release-name": by.release,
                "meta.helm.sh/release-namespace": by.namespace,
            },
        },
    };
    const { webhooks } = object;
    if (!/^(?:Validating|Mutating)WebhookConfiguration$/.test(object.kind) || !Array.isArray(webhooks))
        return owned;
    return { ...owned, webhooks: webhooks.map(withoutIstiods) };
}

/** What istiod writes into its own webhooks: the certificate they are called with, and the policy once it serves. */
function withoutIstiods(webhook: unknown): unknown {
    if (!isRecord(webhook)) return webhook;
    const { failurePolicy: _, clientConfig, ...rest } = webhook;
    if (!isRecord(clientConfig)) return { ...rest, clientConfig };
    const { caBundle: __, ...service } = clientConfig;
    return { ...rest, clientConfig: service };
}
