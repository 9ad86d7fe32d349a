import { join } from "node:path";
import { version as kubernetes } from "@pulumi/kubernetes/package.json";
import { ComponentProvider, getPulumiComponents } from "@pulumi/pulumi/provider/experimental";
import * as components from "../components";

/** A schema as Pulumi's analyzer makes it, as far as it is changed here. */
interface Schema {
    readonly resources: Readonly<Record<string, unknown>>;
}

/**
 * The schema of the components, by Pulumi's own analyzer of their sources: `provider/schema.json`. It calls every component
 * `windlass:index:…`; here each has the type it is registered with, `windlass:istio:Gateway`. The version is the package's, and
 * added when the schema is served.
 */
export async function componentSchemaText(): Promise<string> {
    const constructors = getPulumiComponents(components);
    const provider = new ComponentProvider({
        name: "windlass",
        dirname: join(__dirname, "..", "provider"),
        components: constructors,
    });
    const { version: _, ...schema } = JSON.parse(await provider.getSchema()) as Schema & { version: string };
    const types = new Map(
        Object.values(components).flatMap((value) =>
            "__pulumiType" in value ? [[`windlass:index:${value.name}`, value.__pulumiType]] : [],
        ),
    );
    const resources = Object.entries(schema.resources).map(([type, resource]) => [
        types.get(type) ?? type,
        resource,
    ]);
    const named = {
        ...schema,
        resources: Object.fromEntries(resources) as Schema["resources"],
        // Otherwise a program without a Kubernetes resource of its own would be given the newest provider there is.
        dependencies: [{ name: "kubernetes", version: kubernetes }],
    };
    return `${JSON.stringify(named, undefined, 2)}\n`;
}
