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
 * cluster. An object that was made and not yet written down is imported: cleared, it would be an orphan, and the next
 * `up` would fail on it. A namespace that is going is still there for a refresh and gone for the `up` after it: so it
 * is waited for.
 *
 * @returns how many such objects there were.
 */
export async function recover(project: PulumiProject, api: KubeClient): Promise<number> {
    if (project.restoreCheckpoint()) tell("the checkpoint was half written, and restored");
    await eventually("namespaces to be gone that are going", async () => {
        const { text } = await api.request({ path: "/api/v1/namespaces" });
        return !text.includes('"phase":"Terminating"');
    });
    // Refused where nothing is locked: the kill came before the lock or after the end.
    await project.run("cancel", "--yes").catch(() => undefined);
    const made: string[] = [];
    for (const operation of (await exportedState(project)).pending_operations ?? []) {
        const id = await idOfMade(operation, api);
        if (id !== undefined) made.push(operation.resource.urn, id);
    }
    const imports = made.flatMap((part) => ["--import-pending-creates", part]);
    await project.run("refresh", "--yes", "--skip-preview", ...imports, "--clear-pending-creates");
    return made.length / 2;
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
