import type { Manifest } from "../../lifecycle/workloads/manifest";
import { FLUX_API, INTERVAL } from "./api";

/** Arguments of {@link helmRepository}. */
export interface HelmRepositoryArgs {
    readonly name: string;
    /** That of the HelmReleases that use it: a hardened Flux follows no reference into another namespace. */
    readonly namespace: string;
    /** `https://…` or `oci://…`, without a chart's name. */
    readonly url: string;
    /** How often the index is read again. An OCI registry has none. @default 10m */
    readonly interval?: string;
    /** Secret in the same namespace with the credentials. @default none are needed */
    readonly secret?: string | undefined;
    /** Secret in the same namespace whose `ca.crt` signs the server's certificate. @default a public authority does */
    readonly ca?: string | undefined;
}

/**
 * A place charts are fetched from. A registry on the loopback is spoken to without TLS, no other.
 *
 * Do not wait for one: with `type: oci` Flux only reads the object and never writes a condition into it.
 *
 * @see https://fluxcd.io/flux/components/source/helmrepositories/
 */
export function helmRepository(args: HelmRepositoryArgs): Manifest {
    const { name, namespace, url, interval = INTERVAL, secret, ca } = args;
    return {
        apiVersion: FLUX_API.source,
        kind: "HelmRepository",
        metadata: { name, namespace },
        spec: {
            type: url.startsWith("oci://") ? "oci" : undefined,
            url,
            interval,
            insecure: isLoopbackRegistry(url) ? true : undefined,
            secretRef: secret === undefined ? undefined : { name: secret },
            certSecretRef: ca === undefined ? undefined : { name: ca },
        },
    };
}

function isLoopbackRegistry(url: string): boolean {
    return /^oci:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/|$)/.test(url);
}

/** Arguments of {@link gitRepository}. */
export interface GitRepositoryArgs {
    readonly name: string;
    readonly namespace: string;
    /** `https://…`, `ssh://…` or, for tests, `http://…`. Flux does not take `git@host:path`. */
    readonly url: string;
    readonly branch: string;
    /** Secret in the same namespace with the credentials. @default none: a public repository */
    readonly secret?: string;
    /** How often the branch is looked at. @default 1m */
    readonly interval?: string;
}

/**
 * The repository Flux reads manifests from.
 *
 * @see https://fluxcd.io/flux/components/source/gitrepositories/
 */
export function gitRepository(args: GitRepositoryArgs): Manifest {
    const { name, namespace, url, branch, secret, interval = "1m" } = args;
    return {
        apiVersion: FLUX_API.source,
        kind: "GitRepository",
        metadata: { name, namespace },
        spec: {
            url,
            ref: { branch },
            interval,
            timeout: "60s",
            secretRef: secret === undefined ? undefined : { name: secret },
        },
    };
}
