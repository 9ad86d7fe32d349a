import type { FoundRelease } from "../../lifecycle/adopt/found-mesh";
import { parseHelmRelease } from "../../lifecycle/adopt/helm-release";
import { getIn } from "../../lifecycle/kit/json-path";
import type { Cluster } from "./cluster-source";

/** Charts whose releases are kept; all others are let go as they come. Others have charts of these names as well. */
const CHARTS: ReadonlySet<string> = new Set(["base", "istiod", "cni", "gateway", "ztunnel"]);
const SOURCE = /(?:^|\/\/)(?:github\.com\/istio\/|istio\.io)/;
/** Releases a page: each has up to a mebibyte, packed. */
const PAGE = 20;

/**
 * Helm releases of Istio's charts that are deployed, with the HelmRelease of Flux that reconciles each. Helm keeps them in
 * Secrets with these labels (helm.sh/helm/pkg/storage/driver/secrets.go); another driver is not looked at.
 *
 * @throws WindlassError where Secrets may not be read
 */
export async function readHelmReleases(cluster: Cluster): Promise<readonly FoundRelease[]> {
    const found: FoundRelease[] = [];
    const pages = cluster.list(
        { apiVersion: "v1", resource: "secrets" },
        {
            limit: PAGE,
            labelSelector: "owner=helm,status=deployed",
            transform: (secret): FoundRelease | undefined => {
                const data = getIn(secret, ["data", "release"]);
                const storage = getIn(secret, ["metadata", "namespace"]);
                const release = typeof data === "string" ? parseHelmRelease(data) : undefined;
                if (!release || !CHARTS.has(release.chart)) return undefined;
                if (!release.sources.some((source) => SOURCE.test(source))) return undefined;
                return { ...release, storage: String(storage) };
            },
        },
    );
    for await (const { items } of pages) found.push(...items);
    return found;
}
