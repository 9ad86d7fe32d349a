import type { Hold } from "../../lifecycle/holds/hold";
import type { Stack } from "../../lifecycle/stack/stack";
import type { Catalog } from "../../lifecycle/versions/catalog";
import type { Moment } from "../../lifecycle/versions/request";
import type { RenderedObjects } from "../../render/objects";
import { lockDateFindings } from "./dates";
import { lockOwnerFindings } from "./lock-owner";
import type { CheckFinding } from "./finding";
import { handoverFindings } from "./delivery-moves";
import { hookFindings } from "./hooks";
import { holdFindings } from "./holds";
import { istioValuesFindings } from "./istio-values";
import { objectFindings } from "./objects";
import { pinFindings } from "./pins";
import { policyFindings } from "./policies";
import { uselessSettingFindings } from "./useless-settings";

/** All that is known of one stack as it is committed. */
export interface StackCheckArgs {
    /** The project's root. */
    readonly root: string;
    readonly stack: Stack;
    readonly rendered: RenderedObjects;
    /** Holds in force for the stack. */
    readonly holds: readonly Hold[];
    readonly catalog: Catalog;
    readonly at: Moment;
}

/** Holds one stack against one kind of rules. Pure but for what it reads below the project's root. */
export type StackCheck = (args: StackCheckArgs) => readonly CheckFinding[];

/** Every check of a stack by itself, in the order of their findings. `istioctl analyze` comes after them. */
export const STACK_CHECKS: readonly StackCheck[] = [
    pinFindings,
    lockDateFindings,
    lockOwnerFindings,
    holdFindings,
    policyFindings,
    objectFindings,
    istioValuesFindings,
    hookFindings,
    handoverFindings,
    uselessSettingFindings,
];
