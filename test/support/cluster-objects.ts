import { getIn, isRecord } from "../../lifecycle/kit/json-path";
import type { KubeClient } from "./kube-api";

/** What comes and goes by itself, and so is left out. */
const RESTLESS = ["Event", "Lease", "Endpoints", "EndpointSlice"];

/** Every object of a cluster: `apps/v1 Deployment prod/backend` to its uid, or to what is read of it. */
export async function clusterObjects(
    api: KubeClient,
    read: (object: Record<string, unknown>) => string = (object) =>
        String(getIn(object, ["metadata", "uid"])),
): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const group of await groupVersions(api)) {
        const root = group === "v1" ? "/api/v1" : `/apis/${group}`;
        const { body } = await api.request({ path: root });
        for (const resource of recordsIn(body, "resources")) {
            const { name, kind, verbs } = resource;
            if (typeof name !== "string" || typeof kind !== "string" || name.includes("/")) continue;
            if (RESTLESS.includes(kind) || !Array.isArray(verbs) || !verbs.includes("list")) continue;
            for (const item of recordsIn((await api.request({ path: `${root}/${name}` })).body, "items")) {
                const [namespace, own] = ["namespace", "name"].map((key) => getIn(item, ["metadata", key]));
                found.set(`${group} ${kind} ${[namespace, own].filter(Boolean).join("/")}`, read(item));
            }
        }
    }
    return found;
}

/**
 * What somebody has written of an object: its generation, where the server counts one, and all but its status. Two are the
 * same as long as nothing was written, or, of a kind without a generation, as long as it was written back.
 */
export function writtenPart(object: Record<string, unknown>): string {
    const { metadata, ...rest } = object;
    const { resourceVersion: _, managedFields: __, annotations, ...own } = isRecord(metadata) ? metadata : {};
    const kept = Object.entries(isRecord(annotations) ? annotations : {}).filter(
        // Who leads among several, and who was asked to look again.
        ([key]) => !/^(?:control-plane\.alpha\.kubernetes\.io|reconcile\.fluxcd\.io)\//.test(key),
    );
    const written = {
        ...rest,
        status: undefined,
        metadata: { ...own, annotations: Object.fromEntries(kept) },
    };
    return JSON.stringify(written);
}

/** Objects of before that are another one now, or gone. */
export function lostObjects(
    before: ReadonlyMap<string, string>,
    after: ReadonlyMap<string, string>,
): readonly string[] {
    return [...before]
        .filter(([key, uid]) => after.get(key) !== uid)
        .map(([key]) => `${key} ${after.has(key) ? "is another one" : "is gone"}`);
}

/** One version a group, the one the server prefers: others show the same objects. */
async function groupVersions(api: KubeClient): Promise<readonly string[]> {
    const { body } = await api.request({ path: "/apis" });
    const preferred = recordsIn(body, "groups").map((group) =>
        String(getIn(group, ["preferredVersion", "groupVersion"])),
    );
    return ["v1", ...preferred];
}

function recordsIn(body: unknown, key: string): readonly Record<string, unknown>[] {
    const items = getIn(body, [key]);
    return Array.isArray(items) ? items.filter(isRecord) : [];
}
