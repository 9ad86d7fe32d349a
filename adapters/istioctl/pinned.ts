import type { Lock } from "../../lifecycle/settings/lock";
import { userCacheFolder, withHttpClient } from "../http/client-source";
import { upstreamOf } from "../upstream/upstream";
import { type IstioctlPlatform, istioctlPlatform } from "./assets";
import { type VerifiedIstioctl, downloadIstioctl } from "./download";

/**
 * The digest of an istioctl's archive in any of some locks; undefined where none pins it. A lock's `istioctlDigests` are
 * those of its proxies' version: that is the istioctl sidecars are injected by; those of its next proxies' are beside it.
 */
export function pinnedDigest(
    locks: readonly Pick<Lock, "istio">[],
    version: string,
    platform: IstioctlPlatform,
): string | undefined {
    for (const { istio } of locks) {
        const { proxies, istioctlDigests } = istio;
        const pins = [{ version: proxies.version, istioctlDigests }, ...(proxies.next ? [proxies.next] : [])];
        const digest = pins.find((pin) => pin.version === version)?.istioctlDigests?.[platform];
        if (digest !== undefined) return digest;
    }
    return undefined;
}

export interface FetchIstioctlArgs {
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Locks whose digests hold. A version none of them pins is trusted on its server's own `.sha256`, and a note says so. */
    readonly locks: readonly Pick<Lock, "istio">[];
    /** @default that of this machine */
    readonly platform?: IstioctlPlatform;
    readonly signal?: AbortSignal;
    /** Milliseconds until a download is given up. @default 600000 */
    readonly budget?: number;
    /** Milliseconds until the server's answer begins, where it is not worth a longer wait. @default as patient as can be */
    readonly answerWithin?: number;
    /** Told, in a sentence, what happens. */
    readonly onNote?: ((sentence: string) => void) | undefined;
}

/** Milliseconds for a download of 28 MB on a slow line. */
const BUDGET = 600_000;

/**
 * A verified istioctl, for this machine if no other is named, from the cache or the release: what `locateIstioctl` takes as its `download`.
 *
 * @throws WindlassError when its bytes are not those that are pinned; NetworkError when it is not to be had
 */
export async function fetchIstioctl(version: string, args: FetchIstioctlArgs): Promise<VerifiedIstioctl> {
    const { env, locks, signal, onNote, answerWithin, budget = BUDGET } = args;
    const platform = args.platform ?? istioctlPlatform(process.platform, process.arch);
    const digest = pinnedDigest(locks, version, platform);
    const { releases } = upstreamOf(env);
    const found = await withHttpClient({ env, signal, budget, answerWithin, onWait: onNote }, (client) =>
        downloadIstioctl({
            version,
            platform,
            digest,
            releases,
            client,
            cache: userCacheFolder(env),
            onNote,
        }),
    );
    if (found.firstSight) {
        onNote?.(
            `No lock pins istioctl ${version} for ${platform}: its server's own checksum is all that vouches for it.`,
        );
    }
    return found;
}
