import * as pulumi from "@pulumi/pulumi";
import { gateOf, setGate } from "../kube/gate";
import { objectOf } from "../kube/inputs";
import { kubeResource } from "../kube/kube-resource";
import { type CanaryObjectArgs, canaryObject } from "./canary-object";

/** Arguments of `Canary`. */
export interface CanaryArgs extends CanaryObjectArgs {
    /**
     * Hold back what depends on the Canary until a rollout is promoted. The first one is promoted as soon as the
     * primary is up; a later one takes as long as its analysis. Must be known before `up`.
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
    /** Type token of the component, in the state and in its schema. */
    public static readonly __pulumiType = "windlass:flagger:Canary";

    /** Name of the Canary. */
    public readonly canaryName: pulumi.Output<string>;
    /** Name of the workload that carries the traffic: `<target>-primary`. */
    public readonly primary: pulumi.Output<string>;
    /** Name of the Service that callers use. Its `-primary` and `-canary` are Flagger's own. */
    public readonly service: pulumi.Output<string>;

    /** @throws WindlassError for what Flagger, its CRD or Istio would refuse or silently ignore */
    public constructor(name: string, args: CanaryArgs, opts?: pulumi.ComponentResourceOptions) {
        super(Canary.__pulumiType, name, {}, opts);
        const { waitForPromotion = false, ...objectArgs } = args;
        const object = objectOf(
            { apiVersion: "flagger.app/v1beta1", kind: "Canary" },
            objectArgs,
            canaryObject,
        );
        const gate = kubeResource(`${name}-canary`, object, {
            parent: this,
            // A component's own dependencies order creation only; here they order deletion as well.
            dependsOn: opts?.dependsOn,
            waitFor: waitForPromotion ? ["condition=Promoted"] : undefined,
        });
        setGate(this, gate);
        const target = pulumi.output(args.target).name;
        this.canaryName = pulumi.all([args.name, target]).apply(([own, of]) => own ?? of);
        this.primary = pulumi.interpolate`${target}-primary`;
        this.service = pulumi.all([args.service, target]).apply(([service, of]) => service.name ?? of);
        const { canaryName, primary, service } = this;
        this.registerOutputs({ canaryName, primary, service });
    }

    /** What depends on the Canary depends on this. */
    public get ready(): pulumi.Resource {
        return gateOf(this);
    }
}
