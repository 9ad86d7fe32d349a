import type * as pulumi from "@pulumi/pulumi";

/**
 * Gates of components. Not fields of theirs: Pulumi's analyzer takes each field of a component for an output that other
 * languages can read, and a resource of any type is none.
 */
const gates = new WeakMap<pulumi.ComponentResource, pulumi.Resource>();
const checks = new WeakMap<pulumi.Resource, readonly Promise<void>[]>();

/**
 * Says which single resource stands for a component: what depends on it is created after, and deleted before, all of it.
 *
 * @param before Checks of the cluster that the gate waits for, and all that comes after (see `afterChecks`). @default none
 */
export function setGate(
    component: pulumi.ComponentResource,
    gate: pulumi.Resource,
    before: readonly Promise<void>[] = [],
): void {
    gates.set(component, gate);
    checks.set(gate, before);
}

/** The gate of a component. */
export function gateOf(component: pulumi.ComponentResource): pulumi.Resource {
    const gate = gates.get(component);
    if (!gate) throw new Error("the component is still being made");
    return gate;
}

/** The checks that a gate waits for. */
export function checksOf(gate: pulumi.Resource): readonly Promise<void>[] {
    return checks.get(gate) ?? [];
}
