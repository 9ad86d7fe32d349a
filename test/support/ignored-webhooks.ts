import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import type { KubeClient } from "./kube-api";
import { Repeatedly } from "./repeatedly";

const MUTATING = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations";

/**
 * Lets pods pass that Istio's injector would answer for: the istiod of a local control plane is a pod that kwok plays, and
 * its webhook fails closed.
 */
export class IgnoredWebhooks {
    private readonly loop: Repeatedly;

    public constructor(private readonly api: KubeClient) {
        // The API server may be away, or an object gone or written by somebody else meanwhile.
        this.loop = new Repeatedly(() => this.run());
    }

    public async stop(): Promise<void> {
        await this.loop.stop();
    }

    private async run(): Promise<void> {
        for (const configuration of await this.api.list(MUTATING)) await this.open(configuration);
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
