import { locateIstioctl } from "../lifecycle/sidecars/istioctl-locate";
import { fetchIstioctl } from "../lifecycle/sidecars/istioctl-pinned";
import type { Lock } from "../lifecycle/stack/lock";
import type { Invocation } from "./command";

/** What an {@link istioctlLocator} may do. */
export interface LocatorOptions {
    /** Locks whose digests a download is held against. */
    readonly locks: readonly Pick<Lock, "istio">[];
    /** Look on this machine only. @default false */
    readonly offline?: boolean | undefined;
}

/**
 * How a command comes by an istioctl of exactly one version: `ISTIOCTL`, the one on PATH, the cache, and else the
 * release, verified.
 */
export function istioctlLocator(
    { root, env, signal, terminal }: Pick<Invocation, "root" | "env" | "signal" | "terminal">,
    { locks, offline = false }: LocatorOptions,
): (version: string) => Promise<string> {
    if (offline) return (version) => locateIstioctl(version, { root, env, signal });
    const download = async (version: string): Promise<string> => {
        const onNote = (sentence: string): void => terminal.note(sentence);
        return (await fetchIstioctl(version, { env, locks, signal, onNote })).path;
    };
    return (version) => locateIstioctl(version, { root, env, signal, download });
}
