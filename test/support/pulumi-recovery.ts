import { isRecord } from "../../lifecycle/files/json-path";
import { eventually } from "./control-plane";
import { tell } from "./fuzz-seed";
import type { KubeClient } from "./kube-api";
import type { PulumiProject } from "./pulumi-workspace";

/** What is read of an exported state. */
export interface ExportedState {
    readonly resources?: readonly { readonly urn: string }[];
    readonly pending_operations?: readonly PendingOperation[];
}

interface PendingOperation {
    readonly type: string;
    readonly resource: {
        readonly urn: string;
        readonly type: string;
        readonly parent?: string;
        /** URN, `::`, id. */
        readonly provider?: string;
        readonly inputs?: Record<string, unknown>;
    };
}

/** The state of the project's stack. */
export async function exportedState(project: PulumiProject): Promise<ExportedState> {
    const exported = await (await project.stack()).exportStack();
    return exported.deployment as ExportedState;
}

/**
 * What a person does after a crash, as the README has it: the lock goes, and the state is brought in line with the
 * cluster. An object that was made and not yet written down is imported: with its create merely cleared, the next `up`
 * would fail on it. A namespace that is going is still there for a refresh and gone for the `up` after it: so it is
 * waited for.
 *
 * @returns names of the resources that were imported.
 */
export async function recover(project: PulumiProject, api: KubeClient): Promise<readonly string[]> {
    if (project.restoreCheckpoint()) tell("the checkpoint was half written, and restored");
    await eventually("namespaces to be gone that are going", async () => {
        const { text } = await api.request({ path: "/api/v1/namespaces" });
        return !text.includes('"phase":"Terminating"');
    });
    const stack = await project.stack();
    // Refused where nothing is locked: the kill came before the lock or after the end.
    await stack.cancel().catch(() => undefined);
    const { pending_operations: pending = [] } = await exportedState(project);
    await stack.refresh({ clearPendingCreates: true });
    const imported: string[] = [];
    for (const operation of pending) {
        const id = await idOfMade(operation, api);
        if (id === undefined) continue;
        const { urn, type, parent = "", provider = "" } = operation.resource;
        const name = nameOf(urn);
        await stack.import({
            nameTable: { above: parent, cluster: provider.slice(0, provider.lastIndexOf("::")) },
            resources: [{ type, name, id, parent: "above", provider: "cluster" }],
            protect: false,
            generateCode: false,
        });
        imported.push(name);
    }
    return imported;
}

/** Logical name of a URN's resource. */
export function nameOf(urn: string): string {
    return urn.split("::").pop() ?? "";
}

/** Id of the object of a create that was under way; undefined for any other operation, and where there is no object. */
async function idOfMade({ type, resource }: PendingOperation, api: KubeClient): Promise<string | undefined> {
    const { apiVersion, kind, metadata } = resource.inputs ?? {};
    // A patch is applied again as if it were the first time.
    if (type !== "creating" || resource.type.endsWith("Patch") || !isRecord(metadata)) return undefined;
    if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
    const { name, namespace } = metadata;
    if (typeof name !== "string") return undefined;
    const place = typeof namespace === "string" ? { namespace } : {};
    const there = await api.get({ apiVersion, kind, metadata: { name, ...place } }).then(
        () => true,
        () => false,
    );
    if (!there) return undefined;
    return typeof namespace === "string" ? `${namespace}/${name}` : name;
}

/** What the engine said when it failed. */
export async function failure(run: Promise<unknown>): Promise<string> {
    try {
        await run;
    } catch (error) {
        return String(error);
    }
    throw new Error("it did not fail");
}
