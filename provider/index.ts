import * as pulumi from "@pulumi/pulumi";
import * as exported from "../components";
import schema from "./schema.json";

/** A component as the provider makes it. Its type token is the one it has in the state. */
interface Component {
    readonly __pulumiType: string;
    new (name: string, args: pulumi.Inputs, opts: pulumi.ComponentResourceOptions): pulumi.ComponentResource;
}

/** What the schema says of a component. */
interface ComponentSchema {
    readonly inputProperties: Readonly<Record<string, { readonly plain?: boolean }>>;
    readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * Serves the components of `windlass/components` to programs in any language.
 *
 * Not Pulumi's own `componentProviderHost`, which reads the TypeScript sources of the components with the compiler each time
 * it starts, to make their schema: the package has none, and a schema that changes only with a release is data. Pulumi's
 * analyzer makes it here as well, of the same sources (`npm run schema`).
 *
 * @param version Version of the package.
 */
export function componentProvider(version: string): pulumi.provider.Provider {
    return {
        version,
        schema: JSON.stringify({ ...schema, version }),
        construct: (name, type, inputs, options) => Promise.resolve(construct(name, type, inputs, options)),
    };
}

const components = new Map(
    Object.values(exported)
        .filter((value) => "__pulumiType" in value)
        .map((component) => [component.__pulumiType, component as unknown as Component]),
);
const schemas: Readonly<Record<string, ComponentSchema>> = schema.resources as Readonly<
    Record<string, ComponentSchema>
>;

function construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
): pulumi.provider.ConstructResult {
    const component = components.get(type);
    const described = schemas[type];
    if (!component || !described) throw new Error(`windlass has no component ${type}`);
    for (const [key, { plain }] of Object.entries(described.inputProperties)) {
        if (plain !== true || !pulumi.Output.isInstance(inputs[key])) continue;
        throw new pulumi.InputPropertyError({
            propertyPath: key,
            reason: "decides which resources there are, and so cannot be the output of another one",
        });
    }
    const instance = new component(name, inputs, options);
    const outputs = Object.keys(described.properties).map((key) => [
        key,
        (instance as unknown as Readonly<Record<string, pulumi.Output<unknown>>>)[key],
    ]);
    return { urn: instance.urn, state: Object.fromEntries(outputs) as pulumi.Inputs };
}
