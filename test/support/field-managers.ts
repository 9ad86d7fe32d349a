import { getIn } from "../../lifecycle/kit/json-path";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { tell } from "./fuzz-seed";
import { type KubeClient, idOf, messageOf } from "./kube-api";

/** Names the Kubernetes provider gives itself, one an object. */
const OF_PULUMI = /^pulumi-kubernetes-[0-9a-f]+$/;

/** What is read of a resource in a state. */
export interface RecordedResource {
    readonly urn: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
}

/**
 * Takes the fields of a stack's objects from managers of Pulumi's that its state does not know. Before
 * https://github.com/pulumi/pulumi-kubernetes/pull/4278 the provider created each object under a name of its own; what a kill
 * kept from being recorded was adopted under another, and the first then refused every change. Since then objects are created
 * under one name, whose fields the first change takes over by itself.
 *
 * An object applied with nothing but its identity gives up all fields of that manager: the state's own keeps them.
 */
export async function dropUnknownManagers(
    api: KubeClient,
    resources: readonly RecordedResource[],
): Promise<void> {
    for (const { inputs, outputs } of resources) {
        const own = getIn(outputs, ["__fieldManager"]);
        const { apiVersion, kind, metadata } = (inputs ?? {}) as Partial<Manifest>;
        if (typeof own !== "string" || !apiVersion || !kind || !metadata?.name) continue;
        const identity = {
            apiVersion,
            kind,
            metadata: { name: metadata.name, namespace: metadata.namespace },
        };
        for (const manager of await managersOf(api, identity)) {
            if (!OF_PULUMI.test(manager) || manager === own) continue;
            const answer = await api.apply(identity, manager);
            if (answer.status !== 200) throw new Error(`${idOf(identity)}: ${messageOf(answer)}`);
            tell(`${idOf(identity)}: field manager of a killed up dropped, for the provider is an older one`);
        }
    }
}

async function managersOf(api: KubeClient, object: Manifest): Promise<readonly string[]> {
    const fields = getIn(await api.get(object), ["metadata", "managedFields"]);
    if (!Array.isArray(fields)) return [];
    return [...new Set(fields.map((field) => String(getIn(field, ["manager"]))))];
}
