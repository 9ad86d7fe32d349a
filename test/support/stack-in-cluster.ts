import { getIn } from "../../lifecycle/kit/json-path";
import { eventually } from "./control-plane";
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

/**
 * Waits until autoscalers have given their Deployments the pods they start with. A refresh that meets one at work marks
 * the Deployment as not ready, and the next `up` touches it once more, without a difference.
 */
export async function autoscalersDone(api: KubeClient, namespace: string): Promise<void> {
    await eventually("autoscalers to be done", async () => {
        const scalers = await api.list(
            `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`,
        );
        for (const scaler of scalers) {
            const name = String(getIn(scaler, ["spec", "scaleTargetRef", "name"]));
            const target = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name, namespace } };
            const ready = Number(getIn(await api.get(target), ["status", "readyReplicas"]) ?? 0);
            if (ready < Number(getIn(scaler, ["spec", "minReplicas"]) ?? 1)) return false;
        }
        return true;
    });
}

const RELEASES = "/apis/helm.toolkit.fluxcd.io/v2/helmreleases";

/** What helm-controller says that it has deployed, in the order of the first time: `istio-system/istiod@1.31.1`. */
export async function deployedReleases(api: KubeClient): Promise<readonly string[]> {
    const found = (await api.list(RELEASES)).flatMap((release) => {
        const history = getIn(release, ["status", "history"]);
        const [latest] = Array.isArray(history) ? (history as Readonly<Record<string, string>>[]) : [];
        if (latest?.["status"] !== "deployed") return [];
        const { firstDeployed = "", namespace, name, chartVersion } = latest;
        return [{ at: firstDeployed, text: `${namespace}/${name}@${chartVersion}` }];
    });
    return found.sort((one, other) => one.at.localeCompare(other.at)).map(({ text }) => text);
}

const STANDING = ["default", "kube-node-lease", "kube-public", "kube-system"];

const WEBHOOKS = "/apis/admissionregistration.k8s.io/v1";

/** What of a stack is still in a cluster that held nothing else: namespaces, its cluster-wide binding, and Istio's webhooks. */
export async function leftovers(api: KubeClient): Promise<readonly string[]> {
    const namespaces = await namesOf(api, "/api/v1/namespaces");
    const bindings = await namesOf(api, "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings");
    return [
        ...namespaces.filter((name) => !STANDING.includes(name)),
        ...bindings.filter((name) => name.startsWith("windlass")),
        ...(await namesOf(api, `${WEBHOOKS}/mutatingwebhookconfigurations`)),
        ...(await namesOf(api, `${WEBHOOKS}/validatingwebhookconfigurations`)),
    ];
}
