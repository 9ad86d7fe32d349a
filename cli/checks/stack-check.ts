import type { Hold } from "../../lifecycle/holds/hold";
import type { Stack } from "../../lifecycle/stack/stack";
import type { Catalog } from "../../lifecycle/versions/catalog";
import type { Moment } from "../../lifecycle/versions/request";
import type { RenderedObjects } from "../../render/objects";
import type { CheckFinding } from "./finding";

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
