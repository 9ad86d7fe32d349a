import type * as v from "valibot";

import type { settingsFields } from "./settings-definition";
import type { GatewaySettings } from "./settings-gateways";

/**
 * What a person writes about one environment, checked and with every default filled in.
 *
 * The keys are those of `stacks/Pulumi.<stack>.yaml` below `windlass:`. These types, the loader, the JSON Schema and the
 * documentation of each key come from one definition, `settings-definition.ts`. A key that is left out and has no default is
 * undefined, and so is one that is an empty text.
 */
export interface StackSettings extends Omit<
    v.InferOutput<typeof settingsFields>,
    "schema" | "gateway" | "gateways"
> {
    /** Name of the Pulumi stack: `dev`. */
    readonly stack: string;
    /** Every gateway, in the order in which an upgrade moves them; `windlass:gateway` is one of them. */
    readonly gateways: readonly GatewaySettings[];
}

export type ClusterSettings = StackSettings["cluster"];
export type IstioSettings = StackSettings["istio"];
export type { GatewayKind, GatewaySettings } from "./settings-gateways";
export type FluxSettings = StackSettings["flux"];
export type FlaggerSettings = StackSettings["flagger"];
export type WorkloadSettings = StackSettings["workloads"];
/** How workloads move to a new proxy in cohorts, where they do. */
export type CohortSettings = NonNullable<WorkloadSettings["cohorts"]>;
export type FleetSettings = StackSettings["fleet"];

/** Who applies the objects above the flux layer: Pulumi itself, or Flux from `clusters/<stack>/` in Git. */
export type Delivery = StackSettings["delivery"];
/** Whether the delivery is about to change, or just has: while it is, whoever lets go of an object leaves it be. */
export type Handover = StackSettings["handover"];
/** How a control plane is upgraded: in its place, or by a second istiod installed beside it. */
export type UpgradeStrategy = IstioSettings["strategy"];
/** A finding the team has decided to live with, for a while. */
export type Waiver = IstioSettings["waivers"][number];
/** Repository Flux reads, with `delivery: flux`. */
export type GitSettings = FluxSettings["git"];
/** How Flux decrypts what stands in Git encrypted, with `delivery: flux`. */
export type DecryptionSettings = FluxSettings["decryption"];
/** Chat that hears of canaries: none without a `secret`. */
export type AlertSettings = FlaggerSettings["alerts"];
/** How the pods of a workload get their proxy. */
export type DataPlaneMode = WorkloadSettings["mode"];
