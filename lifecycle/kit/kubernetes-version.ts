import { WindlassError } from "./errors";

/** A Kubernetes version as an API server reports it. */
export interface KubernetesVersion {
    /** `1.34`: what Istio's support table lists. */
    readonly minor: string;
    /** Patch, where it is known. */
    readonly patch?: number;
    /** What a distribution adds: `-gke.100`, `+k3s1`. Empty where it adds nothing. */
    readonly suffix: string;
}

/** Shape of a Kubernetes version, for schemas. */
export const KUBERNETES_VERSION_PATTERN =
    "^v?(?<minor>1\\.(?:0|[1-9][0-9]{0,2}))(?:\\.(?<patch>0|[1-9][0-9]{0,3})(?<suffix>[-+][0-9A-Za-z.+-]{1,60})?)?\\+?$";

/**
 * Reads `1.34`, `v1.34.2`, `v1.34.2-gke.100`, `1.33.4+k3s1`, and `1.32+` as managed clusters write a minor.
 *
 * @throws WindlassError with the text as its value
 */
export function parseKubernetesVersion(text: string): KubernetesVersion {
    const groups = new RegExp(KUBERNETES_VERSION_PATTERN).exec(text)?.groups;
    if (!groups?.minor) {
        throw new WindlassError({
            value: text,
            rule: "must be a Kubernetes version",
            remedy: 'Write the minor version in quotes, such as "1.34", or all that kubectl version prints',
        });
    }
    const { minor, patch, suffix } = groups;
    return { minor, patch: patch === undefined ? undefined : Number(patch), suffix: suffix ?? "" };
}
