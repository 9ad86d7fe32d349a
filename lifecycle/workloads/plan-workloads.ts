import type { DataPlaneMode, StackSettings } from "../settings/settings";
import { modeOf } from "./data-plane-mode";
import { type Manifest, type ObjectReference, type SourcedManifest, objectId } from "./manifest";
import { namespaceManifests } from "./namespaces";
import { isWorkload, podTemplateOf, withPodTemplate } from "./pod-template";
import type { Scopes } from "./scopes";
import { markTemplate, templateMarks } from "./template-mark";

/** The objects of the workloads layer, in the order they are declared. */
export interface WorkloadsPlan {
    /** Cluster-scoped objects and namespaces: everything else needs them. */
    readonly foundation: readonly Manifest[];
    /** What lives in namespaces; pods carry their proxy as their mode says. */
    readonly objects: readonly Manifest[];
    /** How each pod-bearing workload gets its proxy, by `namespace/Kind/name`. */
    readonly modes: ReadonlyMap<string, DataPlaneMode>;
    /** Ids of the workloads a Flagger canary gates. */
    readonly gated: ReadonlySet<string>;
    /** Namespaces, sorted, in which Flagger would find Istio's root certificate in the pod template of a target. */
    readonly trackedNamespaces: readonly string[];
}

/** What {@link planWorkloads} works on. */
export interface PlanWorkloadsArgs {
    readonly settings: Pick<StackSettings, "workloads">;
    /** Manifests that have passed {@link checkManifests}. */
    readonly manifests: readonly SourcedManifest[];
    /** Where objects of each kind live. */
    readonly scopes: Scopes;
    /** Revision of the control plane the pods belong to; `default` for an unrevisioned one. */
    readonly revision: string;
    /** Workloads that ask another revision already, while cohorts of them move. @default none */
    readonly ahead?: { readonly revision: string; readonly workloads: ReadonlySet<string> } | undefined;
    /** Namespaces the workloads layer must not declare. @see systemNamespaces @default none */
    readonly taken?: ReadonlySet<string>;
    /** The workload with its proxy, as the sidecars file has it; the same manifest where none belongs in it. */
    readonly inject: (workload: SourcedManifest) => Manifest;
    /** Whether the template of a workload says which it is, where a canary gates it. @see markTemplate @default never */
    readonly isMarked?: ((id: string) => boolean) | undefined;
}

/** Decides what the workloads layer of a stack consists of. Pure: the same input gives the same plan. */
export function planWorkloads(args: PlanWorkloadsArgs): WorkloadsPlan {
    const { settings, manifests, revision } = args;
    const foundation: Manifest[] = [];
    const objects: Manifest[] = [];
    const modes = new Map<string, DataPlaneMode>();
    const gated = canaryTargets(manifests);
    const marked = new Set<string>();
    for (const sourced of manifests) {
        const { manifest } = sourced;
        if (manifest.kind === "Namespace" && manifest.apiVersion === "v1") continue;
        if (args.scopes.scopeOf(manifest) === "Cluster") {
            foundation.push(manifest);
            continue;
        }
        if (!isWorkload(manifest)) {
            objects.push(manifest);
            continue;
        }
        const mode = modeOf(settings, manifest);
        const id = objectId(manifest);
        modes.set(id, mode);
        const placed = withProxy(args, sourced, mode);
        const isMarked = gated.has(id) && args.isMarked?.(id) === true;
        if (isMarked && manifest.metadata.namespace !== undefined) marked.add(manifest.metadata.namespace);
        objects.push(isMarked ? markTemplate(placed) : placed);
    }
    objects.push(...[...marked].sort().flatMap(templateMarks));
    foundation.unshift(...namespaceManifests({ settings, manifests, revision, taken: args.taken }));
    return { foundation, objects, modes, gated, trackedNamespaces: trackedNamespaces(gated, modes) };
}

/** Only a sidecar in Git puts the certificate's volume into the template; the webhook puts it into the pod. */
function trackedNamespaces(
    gated: ReadonlySet<string>,
    modes: ReadonlyMap<string, DataPlaneMode>,
): readonly string[] {
    const tracked = [...gated].filter((id) => modes.get(id) === "git").map((id) => id.split("/")[0] ?? "");
    return [...new Set(tracked)].sort();
}

/** Whether a manifest is a Flagger Canary. */
export function isCanary({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): boolean {
    return kind === "Canary" && apiVersion.startsWith("flagger.app/");
}

/** What a Canary takes in hand: its target, and the target's autoscaler where it has one. */
export function canaryReferences(canary: Manifest): readonly ObjectReference[] {
    const { targetRef, autoscalerRef } = (canary["spec"] ?? {}) as Partial<Record<string, Reference>>;
    const { namespace } = canary.metadata;
    return [targetRef, autoscalerRef]
        .filter((reference) => reference !== undefined)
        .map(({ apiVersion, kind, name }) => ({ apiVersion, kind, metadata: { name, namespace } }));
}

interface Reference {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
}

function withProxy(args: PlanWorkloadsArgs, sourced: SourcedManifest, mode: DataPlaneMode): Manifest {
    if (mode === "git") return args.inject(sourced);
    const { manifest } = sourced;
    return mode === "pin" ? pinned(manifest, revisionFor(args, manifest)) : manifest;
}

function revisionFor({ revision, ahead }: PlanWorkloadsArgs, manifest: Manifest): string {
    return ahead?.workloads.has(objectId(manifest)) ? ahead.revision : revision;
}

/** The workload with its pods' revision, by which the webhook of that very istiod injects them. */
function pinned(manifest: Manifest, revision: string): Manifest {
    const template = podTemplateOf(manifest);
    if (!template) return manifest;
    const labels = { ...template.metadata?.labels, "istio.io/rev": revision };
    return withPodTemplate(manifest, { ...template, metadata: { ...template.metadata, labels } });
}

/** Ids of the workloads that a Flagger Canary names as its target. */
export function canaryTargets(manifests: readonly SourcedManifest[]): ReadonlySet<string> {
    const targets = new Set<string>();
    for (const { manifest } of manifests) {
        if (!isCanary(manifest)) continue;
        const { targetRef } = manifest["spec"] as { targetRef: { kind: string; name: string } };
        targets.add(`${manifest.metadata.namespace}/${targetRef.kind}/${targetRef.name}`);
    }
    return targets;
}
