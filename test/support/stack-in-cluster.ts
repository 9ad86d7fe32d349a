import { getIn } from "../../lifecycle/files/json-path";
import type { KubeClient } from "./kube-api";

/** A node for pods to run on; kwok plays its part. */
export async function addNode(api: KubeClient): Promise<void> {
    const { status, text } = await api.apply({
        apiVersion: "v1",
        kind: "Node",
        metadata: { name: "node-0" },
    });
    if (status >= 300) throw new Error(text);
}

/** Names of all objects at a path, sorted. */
export async function namesOf(api: KubeClient, path: string): Promise<readonly string[]> {
    const items = await api.list(path);
    return items.map((item) => String(getIn(item, ["metadata", "name"]))).sort();
}

const STANDING = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** What of a stack is still in a cluster that held nothing else: namespaces, and the one cluster-wide binding. */
export async function leftovers(api: KubeClient): Promise<readonly string[]> {
    const namespaces = await namesOf(api, "/api/v1/namespaces");
    const bindings = await namesOf(api, "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings");
    return [
        ...namespaces.filter((name) => !STANDING.includes(name)),
        ...bindings.filter((name) => name.startsWith("windlass")),
    ];
}
