import { compareText } from "../../lifecycle/kit/compare-text";
import { type ObjectChange, beyondOwnership, differingPlaces } from "../../lifecycle/adopt/compare-objects";
import { getIn } from "../../lifecycle/kit/json-path";
import { type Manifest, objectId } from "../../lifecycle/workloads/manifest";
import { inParallel } from "../http/in-parallel";
import type { Cluster } from "./cluster-source";

/** Requests at once. */
const AT_ONCE = 8;

/** An object and under whose name its fields would be applied. */
export interface DryRunObject {
    readonly object: Manifest;
    /** `helm-controller`. */
    readonly manager: string;
    /** Namespace of an object that names none, and lives in one. @default default */
    readonly namespace?: string;
}

/** What would become of objects if each were applied, asked of the API server itself. Nothing is written. */
export async function dryRunObjects(
    cluster: Cluster,
    objects: readonly DryRunObject[],
): Promise<readonly ObjectChange[]> {
    const paths = new ObjectPaths(cluster);
    const changes = new Map<string, ObjectChange>();
    // Kinds first, once each: several at once would all ask for the same.
    for (const { object } of objects) await paths.of(object);
    await inParallel(objects, AT_ONCE, async (asked) => {
        const place = await paths.of(asked.object, asked.namespace);
        const id = objectId(place?.object ?? asked.object);
        changes.set(id, await changeOf(cluster, { ...asked, ...place, id }));
    });
    return [...changes.values()].sort((a, b) => compareText(a.id, b.id));
}

interface ChangeArgs extends DryRunObject {
    readonly id: string;
    /** Undefined for a kind that is not installed. */
    readonly path?: string;
}

async function changeOf(cluster: Cluster, args: ChangeArgs): Promise<ObjectChange> {
    const { id, object, manager, path } = args;
    if (path === undefined)
        return {
            id,
            state: "unasked",
            why: `the cluster does not know ${object.apiVersion} ${object.kind} yet`,
        };
    const before = await cluster.read(path);
    const answer = await cluster.dryRun(path, manager, object);
    if ("refusal" in answer) {
        // An object in a namespace that comes with it.
        const isEarly = before === undefined && /^namespaces ".*" not found$/.test(answer.refusal);
        return isEarly ? { id, state: "created" } : { id, state: "refused", why: answer.refusal };
    }
    if (before === undefined || answer.isNew) return { id, state: "created" };
    const places = differingPlaces(before, answer.object);
    if (places.length === 0) return { id, state: "same" };
    const others = beyondOwnership(places);
    return others.length === 0 ? { id, state: "owned", places } : { id, state: "changed", places: others };
}

/** Where objects stand in the API, by what the API server says of its kinds. */
class ObjectPaths {
    private readonly groups = new Map<string, Promise<unknown>>();

    public constructor(private readonly cluster: Cluster) {}

    /** The object as it is sent, and where to; undefined for a kind that is not installed. */
    public async of(
        object: Manifest,
        namespace = "default",
    ): Promise<{ readonly object: Manifest; readonly path: string } | undefined> {
        const { apiVersion, kind, metadata } = object;
        const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
        const group = this.groups.get(root) ?? this.cluster.read(root);
        this.groups.set(root, group);
        const resources = getIn(await group, ["resources"]);
        const found: unknown = Array.isArray(resources)
            ? (resources as unknown[]).find(
                  (each) => getIn(each, ["kind"]) === kind && !String(getIn(each, ["name"])).includes("/"),
              )
            : undefined;
        if (found === undefined) return undefined;
        const isNamespaced = getIn(found, ["namespaced"]) === true;
        const { namespace: own = namespace, ...others } = metadata;
        const place = isNamespaced ? `/namespaces/${own}` : "";
        return {
            object: { ...object, metadata: isNamespaced ? { ...others, namespace: own } : others },
            path: `${root}${place}/${String(getIn(found, ["name"]))}/${encodeURIComponent(metadata.name)}`,
        };
    }
}
