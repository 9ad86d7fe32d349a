import { WindlassError } from "../kit/errors";
import type { DataPlaneMode, StackSettings } from "../settings/settings";
import { namespaceMode } from "./data-plane-mode";
import type { Manifest, SourcedManifest } from "./manifest";
import { NEVER_PRUNED, SHARED } from "./ownership";
import { tenantsByNamespace } from "./tenants";
import { isWorkload, holdsUnknownTemplate } from "./pod-template";
import { isBuiltInNamespace } from "../settings/system-namespaces";

/** What {@link namespaceManifests} works on. */
export interface NamespaceManifestsArgs {
    readonly settings: Pick<StackSettings, "workloads">;
    readonly manifests: readonly SourcedManifest[];
    /** Revision of the control plane; `default` for an unrevisioned one. */
    readonly revision: string;
    /** Namespaces somebody else declares. @default none */
    readonly taken?: ReadonlySet<string>;
}

/**
 * The namespaces of a stack, sorted by name. One that the manifests give is the stack's own: it is created, and deleted with
 * its manifest. Every other namespace that objects live in belongs to somebody else, and so do those every cluster has: of
 * them only what is needed is set, by server-side apply, and they are never deleted (see {@link SHARED}). One that nobody
 * has made yet comes to be by that same apply, and stays.
 *
 * The injection labels are Windlass's alone. With a sidecar in Git and an injection label on the namespace, the webhook
 * strips the sidecar and puts in its own (pkg/kube/inject/webhook.go, `stripPod`), so what Git says would no longer be what
 * runs. A namespace of somebody else's is labelled only where pods of the stack live in it, or where the settings name it.
 *
 * @throws WindlassError where a manifest sets an injection label itself, or declares a taken namespace.
 */
export function namespaceManifests(args: NamespaceManifestsArgs): readonly Manifest[] {
    const { settings, manifests, revision } = args;
    const given = new Map<string, SourcedManifest>();
    const names = new Set<string>();
    const withPods = new Set<string>();
    // Their pods are others', and the label by which these get their proxy is the mesh's.
    for (const [name, { elsewhere }] of Object.entries(settings.workloads.namespaces))
        if (elsewhere) names.add(name);
    const tenants = tenantsByNamespace(settings);
    for (const name of tenants.keys()) names.add(name);
    for (const sourced of manifests) {
        const { manifest } = sourced;
        const { namespace } = manifest.metadata;
        if (namespace) {
            names.add(namespace);
            if (isWorkload(manifest) || holdsUnknownTemplate(manifest)) withPods.add(namespace);
        }
        if (manifest.kind !== "Namespace" || manifest.apiVersion !== "v1") continue;
        names.add(manifest.metadata.name);
        given.set(manifest.metadata.name, sourced);
    }
    for (const name of args.taken ?? []) {
        const sourced = given.get(name);
        if (sourced) throw takenNamespace(sourced, name);
        names.delete(name);
    }
    return [...names].sort().map((name) => {
        const sourced = given.get(name);
        const named = Object.hasOwn(settings.workloads.namespaces, name);
        const isLabelled = sourced !== undefined || withPods.has(name) || named;
        const labels = isLabelled ? labelsOf(settings, name, revision) : {};
        const manifest = labelled(name, sourced, labels);
        if (!sourced || isBuiltInNamespace(name)) return shared(manifest);
        return tenants.has(name) ? kept(manifest) : manifest;
    });
}

function labelsOf(
    settings: Pick<StackSettings, "workloads">,
    name: string,
    revision: string,
): Readonly<Record<string, string>> {
    const { namespaces } = settings.workloads;
    const tag = Object.hasOwn(namespaces, name) ? namespaces[name]?.tag : undefined;
    return injectionLabels(namespaceMode(settings, name), tag ?? revision);
}

function shared(manifest: Manifest): Manifest {
    return annotated(manifest, SHARED);
}

/** Another Kustomization applies the namespace of a tenant: on the way from one to the other nobody may delete it. */
function kept(manifest: Manifest): Manifest {
    return annotated(manifest, NEVER_PRUNED);
}

function annotated(manifest: Manifest, added: Readonly<Record<string, string>>): Manifest {
    const annotations = { ...manifest.metadata.annotations, ...added };
    return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

function takenNamespace({ file, line }: SourcedManifest, name: string): WindlassError {
    return new WindlassError({
        file,
        line,
        key: "metadata.name",
        value: name,
        rule: "This namespace is declared by the stack itself, and an object has one owner",
        remedy: "Remove the document; what lives in the namespace may stay",
    });
}

/**
 * Labels by which istiod's webhook decides about a namespace
 * (istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy).
 */
export function injectionLabels(mode: DataPlaneMode, revision: string): Readonly<Record<string, string>> {
    switch (mode) {
        case "git":
        case "none":
            return { "istio-injection": "disabled" };
        case "pin":
            // The pod's own `istio.io/rev` label counts only where the namespace has neither label.
            return {};
        case "webhook":
            return revision === "default" ? { "istio-injection": "enabled" } : { "istio.io/rev": revision };
    }
}

const OWNED_LABELS = ["istio-injection", "istio.io/rev"];

function labelled(
    name: string,
    sourced: SourcedManifest | undefined,
    labels: Readonly<Record<string, string>>,
): Manifest {
    const manifest = sourced?.manifest ?? { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    for (const label of OWNED_LABELS) {
        const value = manifest.metadata.labels?.[label];
        if (!sourced || value === undefined || value === labels[label]) continue;
        throw new WindlassError({
            file: sourced.file,
            line: sourced.line,
            key: `metadata.labels.${label}`,
            value,
            rule: "The injection labels of a namespace follow from its mode",
            remedy: `Remove the label, and set windlass:workloads.namespaces.${name}.mode instead`,
        });
    }
    const all = { ...manifest.metadata.labels, ...labels };
    if (Object.keys(all).length === 0) return manifest;
    return { ...manifest, metadata: { ...manifest.metadata, labels: all } };
}
