import { setTimeout as sleep } from "node:timers/promises";

import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import type { KubeClient } from "./kube-api";

const MUTATING = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";

/**
 * Lets pods pass that Istio's injector would answer for: the istiod of a local control plane is a pod that kwok plays, and
 * its webhook fails closed.
 */
export class IgnoredWebhooks {
    private running = true;
    private readonly loop: Promise<void>;

    public constructor(private readonly api: KubeClient) {
        this.loop = this.run();
    }

    public async stop(): Promise<void> {
        this.running = false;
        await this.loop;
    }

    private async run(): Promise<void> {
        while (this.running) {
            try {
                for (const configuration of await this.api.list(MUTATING)) await this.open(configuration);
            } catch {
                // The API server is away, or somebody else wrote: asked again.
            }
            await sleep(100);
        }
    }

    private async open(configuration: unknown): Promise<void> {
        const name = String(getIn(configuration, ["metadata", "name"]));
        const webhooks = getIn(configuration, ["webhooks"]);
        if (!Array.isArray(webhooks) || !webhooks.some((hook) => getIn(hook, ["failurePolicy"]) === "Fail")) {
            return;
        }
        await this.api.request({
            method: "PATCH",
            path: `${MUTATING}/${name}`,
            contentType: "application/merge-patch+json",
            body: {
                // Else helm-controller would put it right, and be put right, without an end.
                metadata: { annotations: { "helm.toolkit.fluxcd.io/driftDetection": "disabled" } },
                webhooks: webhooks.filter(isRecord).map((hook) => ({ ...hook, failurePolicy: "Ignore" })),
            },
        });
    }
}
