import { rmSync } from "node:fs";
import { join } from "node:path";

import { ExitStatus, WindlassError } from "../../lifecycle/kit/errors";
import type { HttpClient } from "../http/http-source";
import { NetworkError } from "../http/network-error";
import { addressBelow } from "../http/web-address";
import { type IstioctlPlatform, istioctlAsset } from "./assets";
import { type IstioctlSlot, fillSlot, inspectSlot, openWorkshop } from "./cache";
import { MAX_CHECKSUM_SIZE, parseChecksum } from "./checksum";

export interface DownloadIstioctlArgs {
    /** Exact: `1.31.1`. */
    readonly version: string;
    readonly platform: IstioctlPlatform;
    /**
     * Digest of the archive, `sha256:…`: the lock's. @default the server's own word, which shows damage but not malice:
     * only for what is recorded and reviewed, or used outside of every stack
     */
    readonly digest?: string;
    /** Folder of the releases. */
    readonly releases: URL;
    readonly client: HttpClient;
    /** The user's cache folder. */
    readonly cache: string;
    /** Told, in a sentence, what happens. */
    readonly onNote?: ((sentence: string) => void) | undefined;
}

/** An istioctl whose bytes are those of the digest. */
export interface VerifiedIstioctl {
    readonly path: string;
    /** Digest of its archive: `sha256:…`. */
    readonly digest: string;
    /** Whether only the server's own digest vouches for it. */
    readonly firstSight: boolean;
}

/** Largest archive, in bytes. That of 1.31 has 28 MB. */
const MAX_ARCHIVE_SIZE = 256 * 1024 * 1024;
/** Milliseconds for one attempt at the download. */
const DOWNLOAD_TIMEOUT = 300_000;

/**
 * An istioctl of exactly this version, from the cache or else from the release, verified either way.
 *
 * @throws WindlassError when its bytes are not those of the digest, or its archive holds anything else; the cache is then
 * as it was. NetworkError when it is neither cached nor to be had.
 */
export async function downloadIstioctl(args: DownloadIstioctlArgs): Promise<VerifiedIstioctl> {
    const { version, platform, cache, client, onNote } = args;
    const asset = requireAsset(version, platform);
    const sha256 = args.digest?.replace(/^sha256:/, "") ?? (await fetchChecksum(args));
    const slot: IstioctlSlot = { cache, version, platform, asset, sha256 };
    const verified = (path: string): VerifiedIstioctl => ({
        path,
        digest: `sha256:${sha256}`,
        firstSight: args.digest === undefined,
    });
    const state = await inspectSlot(slot);
    if (state.kind === "verified") return verified(state.path);
    if (state.kind === "damaged") {
        onNote?.(`The cached istioctl ${version} is not used, because ${state.reason}; it is fetched again.`);
    }
    const workshop = openWorkshop(cache);
    try {
        const address = addressBelow(args.releases, version, asset);
        const download = await client.download(address, join(workshop, asset), {
            maxSize: MAX_ARCHIVE_SIZE,
            timeout: DOWNLOAD_TIMEOUT,
        });
        if (!download) throw missing(address);
        if (download.sha256 !== sha256)
            throw mismatch(address, download.sha256, sha256, args.digest !== undefined);
        return verified(await fillSlot(slot, workshop));
    } finally {
        rmSync(workshop, { recursive: true, force: true });
    }
}

/**
 * The digest of an archive as the server itself gives it, in hexadecimal.
 *
 * @throws NetworkError when there is none, WindlassError when it is not one
 */
export async function fetchChecksum({
    version,
    platform,
    releases,
    client,
}: Pick<DownloadIstioctlArgs, "version" | "platform" | "releases" | "client">): Promise<string> {
    const asset = requireAsset(version, platform);
    const address = addressBelow(releases, version, `${asset}.sha256`);
    const { status, body } = await client.request(address, {
        maxSize: MAX_CHECKSUM_SIZE,
        headers: { "accept-encoding": "identity" },
    });
    if (status !== 200) throw missing(address);
    return parseChecksum(body.toString("utf8"), asset);
}

function requireAsset(version: string, platform: IstioctlPlatform): string {
    const asset = istioctlAsset(version, platform);
    if (asset !== undefined) return asset;
    throw new WindlassError({
        key: "istioctl",
        value: version,
        rule: `is not a release with an istioctl for ${platform}`,
        remedy: "Choose a release of Istio from 1.4 on, written as 1.31.1",
    });
}

function missing(address: URL): NetworkError {
    return new NetworkError({
        value: address.href,
        rule: "does not exist",
        remedy: "Check the version, and WINDLASS_ISTIO_MIRROR where it is set",
    });
}

function mismatch(address: URL, actual: string, expected: string, locked: boolean): WindlassError {
    const name = address.pathname.split("/").at(-1);
    return new WindlassError({
        file: name,
        rule: `has the digest sha256:${actual}, but ${locked ? "the lock pins" : "its server announces"} sha256:${expected}`,
        remedy: locked
            ? "Nothing was installed. Find out why the release or the mirror changed; " +
              "only then change istioctlDigests in the lock, in a commit that is reviewed"
            : "Nothing was installed. Run the command again later, or check the mirror",
        exitStatus: ExitStatus.refused,
    });
}
