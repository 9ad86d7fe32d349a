import type { HttpClient } from "../http/http-source";
import { NetworkError } from "../http/network-error";
import { OciRepository } from "../oci/oci-source";
import { addressBelow } from "../http/web-address";
import { ISTIOCTL_PLATFORMS, istioctlAsset } from "../istioctl/assets";
import { fetchChecksum } from "../istioctl/download";
import { fetchChartDigests } from "./charts-source";

/** Charts without which a release cannot be installed. */
const ISTIO_CHARTS = ["base", "istiod", "gateway"];
/** Images without which it does not run. */
const ISTIO_IMAGES = ["pilot", "proxyv2"];

export interface FetchDigestsArgs {
    readonly client: HttpClient;
    /** Folder of the releases. */
    readonly releases: URL;
    /** Chart repository of the stack: `oci://…` or `https://…`. */
    readonly charts: string;
    /** Charts the stack installs. @default base, istiod and gateway */
    readonly chartNames?: readonly string[];
}

/** Digests of a release, as a lock holds them. */
export interface ReleaseDigests {
    /** `base: sha256:…` */
    readonly chartDigests: Readonly<Record<string, string>>;
    /** Of istioctl's archives, `linux-amd64: sha256:…`. First sight: the server's own word, to be reviewed. */
    readonly istioctlDigests: Readonly<Record<string, string>>;
    /** What is left out, and why: one sentence each, without its full stop. */
    readonly missing: readonly string[];
}

/**
 * The digests of a release. What could not be had is left out and reported, never invented.
 *
 * @param version - exact
 * @throws WindlassError when a server sends something that is no digest
 */
export async function fetchDigests(version: string, args: FetchDigestsArgs): Promise<ReleaseDigests> {
    const { client, releases, charts, chartNames = ISTIO_CHARTS } = args;
    const { digests: chartDigests, missing } = await fetchChartDigests(client, charts, chartNames, version);
    const istioctlDigests: Record<string, string> = {};
    const left = [...missing];
    for (const platform of ISTIOCTL_PLATFORMS) {
        if (istioctlAsset(version, platform) === undefined) continue;
        try {
            const sha256 = await fetchChecksum({ client, releases, version, platform });
            istioctlDigests[platform] = `sha256:${sha256}`;
        } catch (error) {
            if (!(error instanceof NetworkError)) throw error;
            left.push(`istioctl ${version} for ${platform}: its .sha256 ${error.details.rule}`);
        }
    }
    return { chartDigests, istioctlDigests, missing: left };
}

export interface ArtifactsArgs extends FetchDigestsArgs {
    /** Registry and folder of the images: `docker.io/istio`. */
    readonly hub: string;
    /** Image variant, `distroless`; empty for the plain tag. */
    readonly variant: string;
}

/** Whether everything a release needs exists, and the digests on the way. */
export interface ReleaseArtifacts extends ReleaseDigests {
    /** Whether nothing is missing that an installation needs. */
    readonly complete: boolean;
}

/**
 * Asks whether a release can be installed: its charts, its images, istioctl for Linux on amd64 with its `.sha256`. A tag
 * alone is no release: it may come days before the rest, or the rest may never come.
 *
 * @param version - exact
 */
export async function artifactsOf(version: string, args: ArtifactsArgs): Promise<ReleaseArtifacts> {
    const digests = await fetchDigests(version, args);
    const absent: string[] = [];
    const asset = istioctlAsset(version, "linux-amd64");
    if (asset === undefined) absent.push(`istioctl ${version}: is not a file of its own in this release`);
    else {
        const { status } = await args.client.request(addressBelow(args.releases, version, asset), {
            method: "HEAD",
        });
        if (status !== 200) absent.push(`istioctl ${version}: ${asset} answered ${status}`);
    }
    const tag = args.variant === "" ? version : `${version}-${args.variant}`;
    for (const image of ISTIO_IMAGES) {
        if (await new OciRepository(args.client, `${args.hub}/${image}`).has(tag)) continue;
        absent.push(`image ${args.hub}/${image}:${tag}: does not exist`);
    }
    const charts = (args.chartNames ?? ISTIO_CHARTS).every(
        (name) => digests.chartDigests[name] !== undefined,
    );
    const complete = absent.length === 0 && charts && digests.istioctlDigests["linux-amd64"] !== undefined;
    return { ...digests, missing: [...digests.missing, ...absent], complete };
}
