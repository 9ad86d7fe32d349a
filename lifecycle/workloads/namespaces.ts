import { WindlassError } from "../errors";
import type { DataPlaneMode, StackSettings } from "../stack/settings";
import { namespaceMode } from "./data-plane-mode";
import type { Manifest, SourcedManifest } from "./manifest";

/** What {@link namespaceManifests} works on. */
export interface NamespaceManifestsArgs {
    readonly settings: Pick<StackSettings, "workloads">;
    readonly manifests: readonly SourcedManifest[];
    /** Revision of the control plane; `default` for an unrevisioned one. */
    readonly revision: string;
    /** Namespaces somebody else declares. @default none */
    readonly taken?: ReadonlySet<string> | undefined;
}

/**
 * The Namespace of every workload, sorted by name: the one the manifests give, or a bare one, with the injection label its
 * mode needs.
 *
 * The labels are Windlass's alone. With a sidecar in Git and an injection label on the namespace, the webhook strips the
 * sidecar and puts in its own (pkg/kube/inject/webhook.go, `stripPod`), so what Git says would no longer be what runs.
 *
 * @throws WindlassError where a manifest sets an injection label itself, or declares a taken namespace.
 */
export function namespaceManifests(args: NamespaceManifestsArgs): readonly Manifest[] {
    const { settings, manifests, revision } = args;
    const given = new Map<string, SourcedManifest>();
    const names = new Set<string>();
    for (const sourced of manifests) {
        const { manifest } = sourced;
        if (manifest.metadata.namespace) names.add(manifest.metadata.namespace);
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
        return labelled(name, given.get(name), injectionLabels(namespaceMode(settings, name), revision));
    });
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
    return {
        ...manifest,
        metadata: { ...manifest.metadata, labels: { ...manifest.metadata.labels, ...labels } },
    };
}
