import { isIPv4 } from "node:net";

import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import type { KubeApi } from "./kube-api-source";

/**
 * What clients in the cluster call a Service's port by, made the same: `istiod.istio-system:443`. A client that names the
 * cluster IP is an API server, which looks Services up itself; it is asked back whose that is.
 *
 * @param host `istiod.istio-system`, with `.svc` or `.svc.cluster.local` or without, or a cluster IP.
 * @returns undefined for what is no Service of the cluster
 */
export async function serviceAddress(
    host: string,
    port: string,
    api: Pick<KubeApi, "request">,
): Promise<string | undefined> {
    if (isIPv4(host)) {
        const service = await serviceWithAddress(host, api);
        return service === undefined ? undefined : `${service}:${port}`;
    }
    const [name, namespace, ...rest] = host.split(".");
    if (!name || !namespace || (rest.length > 0 && rest[0] !== "svc")) return undefined;
    return `${name}.${namespace}:${port}`;
}

async function serviceWithAddress(
    address: string,
    api: Pick<KubeApi, "request">,
): Promise<string | undefined> {
    const path = `/api/v1/services?fieldSelector=spec.clusterIP%3D${address}`;
    const items = getIn((await api.request({ path })).body, ["items"]);
    const metadata: unknown = Array.isArray(items) ? getIn(items[0], ["metadata"]) : undefined;
    return isRecord(metadata) ? `${String(metadata["name"])}.${String(metadata["namespace"])}` : undefined;
}
