import type { Hold } from "../../lifecycle/holds/hold";
import type { Stack } from "../../lifecycle/stack/stack";
import type { Catalog } from "../../lifecycle/versions/catalog";
import type { Moment } from "../../lifecycle/versions/request";
import type { CheckFinding } from "./finding";

/** All that is known of a project's stacks together. */
export interface FleetCheckArgs {
    /** The project's root. */
    readonly root: string;
    /** The stacks that are looked at. */
    readonly stacks: readonly Stack[];
    /** Holds found in Git's history; undefined where not all of it is known. */
    readonly found?: readonly Hold[];
    readonly catalog: Catalog;
    readonly at: Moment;
}

/** Holds stacks against each other: what is wrong with no one of them alone. */
export type FleetCheck = (args: FleetCheckArgs) => readonly CheckFinding[];
