import { locateIstioctl } from "../adapters/istioctl/locate";
import { fetchIstioctl } from "../adapters/istioctl/pinned";
import { NetworkError } from "../adapters/http/network-error";
import type { Lock } from "../lifecycle/settings/lock";
import type { CommandContext } from "./command";

/** What an {@link istioctlLocator} may do. */
export interface LocatorOptions {
    /** Locks whose digests a download is held against. */
    readonly locks: readonly Pick<Lock, "istio">[];
    /** Look on this machine only. @default false */
    readonly offline?: boolean;
    /**
     * Milliseconds until the release's server begins to answer. One that does not is not asked again, for no version.
     * @default as long as a download may take
     */
    readonly answerWithin?: number;
}

/**
 * How a command comes by an istioctl of exactly one version: `ISTIOCTL`, the one on PATH, the cache, and else the
 * release, verified. Each version is looked for once, however many stacks pin it.
 */
export function istioctlLocator(
    { root, env, signal, terminal }: Pick<CommandContext, "root" | "env" | "signal" | "terminal">,
    { locks, offline = false, answerWithin }: LocatorOptions,
): (version: string) => Promise<string> {
    let unreachable: NetworkError | undefined;
    const download = async (version: string): Promise<string> => {
        if (unreachable) throw unreachable;
        const onNote = (sentence: string): void => terminal.note(sentence);
        try {
            return (await fetchIstioctl(version, { env, locks, signal, answerWithin, onNote })).path;
        } catch (error) {
            if (error instanceof NetworkError && answerWithin !== undefined) unreachable = error;
            throw error;
        }
    };
    const found = new Map<string, Promise<string>>();
    return (version) => {
        const known = found.get(version);
        if (known) return known;
        const path = locateIstioctl(version, { root, env, signal, download: offline ? undefined : download });
        found.set(version, path);
        return path;
    };
}
