import { type KubeClient, messageOf } from "./kube-api";

/**
 * Has Flux look at one of its objects now, as `flux reconcile` and a webhook of a forge do.
 *
 * @param path Of the object: `/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories/windlass`
 * @throws Error with what the API server says where it refuses
 */
export async function reconcileNow(api: Pick<KubeClient, "request">, path: string): Promise<void> {
    const requestedAt = new Date().toISOString();
    const answer = await api.request({
        method: "PATCH",
        path,
        contentType: "application/merge-patch+json",
        body: { metadata: { annotations: { "reconcile.fluxcd.io/requestedAt": requestedAt } } },
    });
    if (answer.status >= 300) throw new Error(messageOf(answer));
}
