import { judgeObject } from "../schemas/judge-object";
import type { KnownKinds } from "../schemas/known-kinds";
import { type SourcedManifest, objectId } from "../workloads/manifest";
import type { NoteFinding } from "./note-finding";

/** Where Istio documents what its objects may say. */
const PAGE = "https://istio.io/latest/docs/reference/config/";

/** What {@link removedFieldFindings} works on. */
export interface RemovedFieldsArgs {
    readonly manifests: readonly SourcedManifest[];
    /** Kinds as the version before serves them, and as the one after does. */
    readonly before: KnownKinds;
    readonly after: KnownKinds;
    /** Minor of Kubernetes, as a number: 34 for 1.34. */
    readonly kubernetes: number;
    /** The minor that comes, if its definitions are not among those packaged. @default they are */
    readonly unknown?: string;
}

/**
 * Objects that the definitions of the version before take and those of the version after refuse: a field that is gone, a value
 * that is no longer one, an API version that is no longer served.
 */
export function removedFieldFindings(args: RemovedFieldsArgs): readonly NoteFinding[] {
    const { manifests, before, after, kubernetes, unknown } = args;
    if (unknown !== undefined) {
        const touched = manifests
            .map(({ manifest }) => manifest)
            .filter(({ apiVersion }) => /(?:^|\.)istio\.io\//.test(apiVersion))
            .map(objectId);
        if (touched.length === 0) return [];
        const summary = `the definitions of ${unknown} are not known here, so that nobody has held these objects against them`;
        return [
            {
                note: "unknown-definitions",
                verdict: "look",
                summary,
                touched,
                remedy: "Apply them to a test cluster with that version first, or take a newer Windlass",
                url: PAGE,
            },
        ];
    }
    return manifests.flatMap(({ manifest }) => {
        const faults = (kinds: KnownKinds): readonly string[] =>
            judgeObject({ object: manifest, kinds, context: { minor: kubernetes } }).faults.map(
                ({ path, rule }) => `${path.join(".")} ${rule}`,
            );
        const old = new Set(faults(before));
        const opened = faults(after).filter((fault) => !old.has(fault));
        return opened.map((fault): NoteFinding => ({
            note: "removed-field",
            verdict: "refuse",
            summary: fault,
            touched: [objectId(manifest)],
            remedy: "Write it as the new version takes it, in a form that both take",
            url: PAGE,
        }));
    });
}
