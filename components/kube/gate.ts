import type * as pulumi from "@pulumi/pulumi";

/**
 * Gates of components. Not fields of theirs: Pulumi's analyzer takes each field of a component for an output that other
 * languages can read, and a resource of any type is none.
 */
const gates = new WeakMap<pulumi.ComponentResource, pulumi.Resource>();

/** Says which single resource stands for a component: what depends on it is created after, and deleted before, all of it. */
export function setGate(component: pulumi.ComponentResource, gate: pulumi.Resource): void {
    gates.set(component, gate);
}

/** The gate of a component. */
export function gateOf(component: pulumi.ComponentResource): pulumi.Resource {
    const gate = gates.get(component);
    if (!gate) throw new Error("the component is still being made");
    return gate;
}
