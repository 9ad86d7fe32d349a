import type { Delivery, Handover, StackSettings } from "./settings";
import { clusterShape, fleetShape, gatewayShape, istioShape } from "./settings-mesh";
import { flaggerShape, fluxShape, workloadsShape } from "./settings-systems";
import type { Shape } from "./shape";
import { enumeration, object } from "./shape";

/** Namespace of Windlass's keys in a Pulumi configuration: the project's name. */
export const NAMESPACE = "windlass";

/**
 * Every key a person may write in `stacks/Pulumi.<stack>.yaml`, defined once. The reader's checks and defaults, the
 * JSON Schema for editors and the `config` block of `Pulumi.yaml` are all made from it.
 */
export const settingsMembers = {
    delivery: enumeration<Delivery>({
        description:
            "Who applies the objects above the flux layer: pulumi itself, or flux from the manifests rendered into Git.",
        values: ["pulumi", "flux"],
        default: "pulumi",
    }),
    handover: enumeration<Handover>({
        description:
            "underway while delivery changes, the commit before and the commit after: nothing is deleted then (docs/delivery.md).",
        values: ["none", "underway"],
        default: "none",
    }),
    cluster: clusterShape,
    istio: istioShape,
    gateway: gatewayShape,
    flux: fluxShape,
    flagger: flaggerShape,
    workloads: workloadsShape,
    fleet: fleetShape,
} satisfies { readonly [K in keyof Omit<StackSettings, "stack">]: Shape<StackSettings[K]> };

/** The settings of one stack, but for its name. */
export const settingsShape: Shape<Omit<StackSettings, "stack">> = object<Omit<StackSettings, "stack">>(
    "Settings of one environment",
    settingsMembers,
    ({ delivery, handover, flux }) => {
        if (delivery !== "flux" && flux.decryption.provider !== "") {
            return {
                at: ["flux", "decryption", "provider"],
                rule: "is of no use, as delivery is pulumi: Pulumi applies what stands in Git as it is",
                remedy: "Delete it, or set windlass:delivery to flux",
            };
        }
        if ((delivery !== "flux" && handover === "none") || flux.git.url !== "") return undefined;
        return {
            at: ["flux", "git", "url"],
            rule: `is required, as ${delivery === "flux" ? "delivery is flux" : "a handover is under way"}`,
            remedy: "Give the repository Flux reads, or set windlass:delivery to pulumi",
        };
    },
);
