import { eventually } from "./control-plane";
import { refusesExisting } from "./engines";
import { type RecordedResource, dropUnknownManagers } from "./field-managers";
import { tell } from "./fuzz-seed";
import type { KubeClient } from "./kube-api";
import type { PulumiProject } from "./pulumi-workspace";

/** What is read of an exported state. */
export interface ExportedState {
    readonly resources?: readonly RecordedResource[];
    readonly pending_operations?: readonly {
        readonly type: string;
        readonly resource: { readonly urn: string };
    }[];
}

/** The state of the project's stack. */
export async function exportedState(project: PulumiProject): Promise<ExportedState> {
    const exported = await (await project.stack()).exportStack();
    return exported.deployment as ExportedState;
}

/** Set for one `up`, it takes an object that is there already for the one it would create. */
const UPSERT = { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" } as const;

/** The one `up` after {@link recover} that takes what was made and not yet written down for its own. */
export async function adopt(project: PulumiProject, api: KubeClient): Promise<void> {
    await (await project.stack(UPSERT)).up();
    if (refusesExisting()) return;
    const { resources = [] } = await exportedState(project);
    await dropUnknownManagers(api, resources);
}

/**
 * What a person does after a crash, as the README has it: the lock goes and the state is brought in line with the cluster,
 * before one `up` adopts what was made and not yet written down. A namespace that is going is still there for a
 * refresh and gone for the `up` after it: so it is waited for.
 *
 * @returns names of the resources whose creation had been interrupted.
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
    return pending.filter(({ type }) => type === "creating").map(({ resource }) => nameOf(resource.urn));
}

/** Logical name of a URN's resource. */
export function nameOf(urn: string): string {
    return urn.split("::").pop() ?? "";
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
