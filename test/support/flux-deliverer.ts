import { getIn } from "../../lifecycle/kit/json-path";
import { eventually } from "./eventually";
import type { KubeClient } from "./kube-api";
import { KUSTOMIZATIONS, RELEASES, REPOSITORIES, isReady, nameOf } from "./mesh-observed";
import { PATIENCE } from "./patience";
import { reconcileNow } from "./reconcile-now";

/** What Flux delivers one after the other, first to last. Workloads may be several Kustomizations. */
export const DELIVERED = ["system", "gateways", "workloads"] as const;
export type Delivered = (typeof DELIVERED)[number];

/** Whether a Kustomization is of a layer: `workloads`, which is Ready once all are, or a namespace's own, `workloads-prod`. */
export function isOfLayer(kustomization: unknown, layer: Delivered): boolean {
    const name = nameOf(kustomization);
    return name === layer || name.startsWith(`${layer}-`);
}

/** Has Flux look at once instead of in its own time, and waits for what it says. */
export class FluxDeliverer {
    public constructor(private readonly api: KubeClient) {}

    /** Has Flux fetch a commit, and waits until the workloads were applied, or tried, at it: canaries may still run. */
    public readonly deliver = async (commit: string): Promise<void> => {
        await this.fetch();
        const isAt = (each: unknown) =>
            String(getIn(each, ["status", "lastAttemptedRevision"])).endsWith(commit);
        const isDone = async () => {
            const namespaces = (await this.layer("workloads")).filter((each) => nameOf(each) !== "workloads");
            return namespaces.length > 0 && namespaces.every(isAt);
        };
        await eventually(`workloads to be at ${commit.slice(0, 7)}`, isDone, PATIENCE);
    };

    /** Waits until layers are Ready at a commit. */
    public untilReady(commit: string, ...layers: readonly Delivered[]): Promise<void> {
        return this.until(
            `${layers.join(", ")} to be ready at ${commit.slice(0, 7)}`,
            layers,
            (each) =>
                isReady(each) && String(getIn(each, ["status", "lastAppliedRevision"])).endsWith(commit),
        );
    }

    /** Waits until every layer is Ready, at whichever commit. */
    public untilAllReady(): Promise<void> {
        return this.until("every layer to be ready", DELIVERED, isReady);
    }

    /** The Kustomizations of a layer. */
    public async layer(layer: Delivered): Promise<readonly unknown[]> {
        return (await this.api.list(KUSTOMIZATIONS)).filter((each) => isOfLayer(each, layer));
    }

    /** Has the repository fetched now. */
    public fetch(): Promise<void> {
        return this.reconcile(REPOSITORIES);
    }

    /** Has every layer and every release looked at now. */
    public async reconcileAll(): Promise<void> {
        for (const path of [KUSTOMIZATIONS, RELEASES]) await this.reconcile(path);
    }

    private until(
        what: string,
        layers: readonly Delivered[],
        holds: (kustomization: unknown) => boolean,
    ): Promise<void> {
        const isDone = async () => {
            const all = await this.api.list(KUSTOMIZATIONS);
            return layers.every((layer) => {
                const own = all.filter((each) => isOfLayer(each, layer));
                return own.length > 0 && own.every(holds);
            });
        };
        return eventually(what, isDone, PATIENCE);
    }

    private async reconcile(path: string): Promise<void> {
        for (const item of await this.api.list(path)) {
            const own = path.includes("/namespaces/")
                ? path
                : path.replace(/([^/]+)$/, `namespaces/${String(getIn(item, ["metadata", "namespace"]))}/$1`);
            await reconcileNow(this.api, `${own}/${nameOf(item)}`);
        }
    }
}
