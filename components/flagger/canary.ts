import * as pulumi from "@pulumi/pulumi";
import { kubeResource } from "../kube/kube-resource";
import { type CanaryObjectArgs, canaryObject } from "./canary-object";

/** Arguments of {@link Canary}. */
export interface CanaryArgs extends CanaryObjectArgs {
    /**
     * Hold back what depends on the Canary until a rollout is promoted. The first one is promoted as soon as the
     * primary is up; a later one takes as long as its analysis.
     *
     * @default false
     */
    readonly waitForPromotion?: boolean;
}

/**
 * Rolls out every change of a workload, its sidecar included, and takes back what measures badly. Flagger makes the
 * `<target>-primary` workload, the Services and the routes from it: none of those is to be declared.
 */
export class Canary extends pulumi.ComponentResource {
    /** What depends on the Canary depends on this. */
    public readonly ready: pulumi.Resource;

    /** @throws WindlassError as {@link canaryObject} does */
    public constructor(name: string, args: CanaryArgs, opts?: pulumi.ComponentResourceOptions) {
        super("windlass:flagger:Canary", name, {}, opts);
        this.ready = kubeResource(`${name}-canary`, canaryObject(args), {
            parent: this,
            // A component's own dependencies order creation only; here they order deletion as well.
            ...(opts?.dependsOn ? { dependsOn: opts.dependsOn } : {}),
            ...(args.waitForPromotion && { waitFor: ["condition=Promoted"] }),
        });
        this.registerOutputs({});
    }
}
