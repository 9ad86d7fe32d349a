import type { Manifest } from "../../workloads/manifest";
import type { SchemaFault } from "../validate";

/** What rules know of the cluster. */
export interface ObjectContext {
    /** Minor of Kubernetes: 34 for 1.34. */
    readonly minor: number;
}

/**
 * What an API server refuses of an object beyond what its schema shows. Pure, and silent about values whose type is wrong:
 * the schema has said so.
 */
export type ObjectRule = (object: Manifest, context: ObjectContext) => readonly SchemaFault[];

/** A fault of one field. */
export function fault(
    path: readonly (string | number)[],
    value: unknown,
    rule: string | undefined,
    remedy?: string,
): readonly SchemaFault[] {
    return rule === undefined ? [] : [{ path, value, rule, remedy }];
}
