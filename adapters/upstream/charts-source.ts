import { parseYamlDocument } from "../../lifecycle/kit/strict-yaml";
import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import type { HttpClient } from "../http/http-source";
import { NetworkError } from "../http/network-error";
import { OciRepository } from "../oci/oci-source";
import { addressBelow, requireWebAddress } from "../http/web-address";

/** What an index says of one version of a chart. */
export interface ChartEntry {
    readonly version: string;
    /** Digest of the chart's archive, `sha256:…`; undefined where the index gives none. */
    readonly digest?: string;
}

/** Istio's index has 2 MB. */
const MAX_INDEX = 24 * 1024 * 1024;

/**
 * The charts of a Helm repository by name, from its `index.yaml`.
 *
 * @throws NetworkError when it is missing or no index
 */
export async function fetchChartIndex(
    client: HttpClient,
    charts: URL,
): Promise<ReadonlyMap<string, readonly ChartEntry[]>> {
    const address = addressBelow(charts, "index.yaml");
    const { status, body } = await client.request(address, { maxSize: MAX_INDEX, timeout: 30_000 });
    if (status !== 200) throw new NetworkError({ value: address.href, rule: `answered ${status}` });
    const { value } = parseYamlDocument(body.toString("utf8"), { file: "index.yaml", maxSize: MAX_INDEX });
    const entries = getIn(value, ["entries"]);
    if (!isRecord(entries)) throw new NetworkError({ value: address.href, rule: "is no index of charts" });
    return new Map(Object.entries(entries).map(([name, list]) => [name, readEntries(list)]));
}

function readEntries(list: unknown): readonly ChartEntry[] {
    if (!Array.isArray(list)) return [];
    return list.flatMap((entry: unknown): ChartEntry[] => {
        if (!isRecord(entry) || typeof entry["version"] !== "string") return [];
        const digest = typeof entry["digest"] === "string" ? entry["digest"].replace(/^sha256:/, "") : "";
        return [
            {
                version: entry["version"],
                digest: /^[0-9a-f]{64}$/.test(digest) ? `sha256:${digest}` : undefined,
            },
        ];
    });
}

/** Digests of charts, by name; those that could not be had are absent and named. */
export interface ChartDigests {
    readonly digests: Readonly<Record<string, string>>;
    /** `chart gateway 1.31.1: …`, one sentence each without its full stop. */
    readonly missing: readonly string[];
}

/**
 * Digests of one version of several charts: of the manifest in an OCI registry, of the archive in a Helm repository. What
 * could not be had is left out and reported, never invented.
 *
 * @param charts - `oci://…` or `https://…`, without a chart's name
 */
export async function fetchChartDigests(
    client: HttpClient,
    charts: string,
    names: readonly string[],
    version: string,
): Promise<ChartDigests> {
    const digests: Record<string, string> = {};
    const missing: string[] = [];
    const lookUp = charts.startsWith("oci://")
        ? (name: string) => new OciRepository(client, `${charts}/${name}`).digest(version)
        : await indexLookUp(client, charts, version);
    for (const name of names) {
        try {
            const digest = typeof lookUp === "string" ? undefined : await lookUp(name);
            if (digest !== undefined) digests[name] = digest;
            else
                missing.push(
                    `chart ${name} ${version}: ${typeof lookUp === "string" ? lookUp : `is not in ${charts}`}`,
                );
        } catch (error) {
            if (!(error instanceof NetworkError)) throw error;
            missing.push(`chart ${name} ${version}: ${error.details.rule}`);
        }
    }
    return { digests, missing };
}

/** Looks digests up in an index that is read once; a text says why there is none. */
async function indexLookUp(
    client: HttpClient,
    charts: string,
    version: string,
): Promise<((name: string) => Promise<string | undefined>) | string> {
    try {
        const index = await fetchChartIndex(client, requireWebAddress(charts));
        return (name) => Promise.resolve(index.get(name)?.find((entry) => entry.version === version)?.digest);
    } catch (error) {
        if (error instanceof NetworkError) return error.details.rule;
        throw error;
    }
}
