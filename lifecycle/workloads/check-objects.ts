import { WindlassError } from "../kit/errors";
import { lineIn } from "../kit/field-lines";
import { groupOf } from "./api-group";
import { type Manifest, type SourcedManifest, objectId } from "./manifest";
import { isWorkload, podTemplateOf, templatePathOf } from "./pod-template";

/** Identity of an object in a cluster: the API version is not part of it, the group is. */
export function objectKey(manifest: Pick<Manifest, "apiVersion" | "kind" | "metadata">): string {
    return `${groupOf(manifest.apiVersion)} ${manifest.kind} ${manifest.metadata.namespace ?? ""} ${manifest.metadata.name}`;
}

/** Complaints about objects that are described more than once. */
export function checkTwins(manifests: readonly SourcedManifest[]): readonly WindlassError[] {
    const first = new Map<string, SourcedManifest>();
    const errors: WindlassError[] = [];
    for (const sourced of manifests) {
        const key = objectKey(sourced.manifest);
        const twin = first.get(key);
        if (twin) errors.push(duplicate(sourced, twin));
        else first.set(key, sourced);
    }
    return errors;
}

function duplicate(sourced: SourcedManifest, twin: SourcedManifest): WindlassError {
    return complaint(sourced, {
        key: "metadata.name",
        value: sourced.manifest.metadata.name,
        rule: `${objectId(sourced.manifest)} is described twice, first in ${twin.file}:${twin.line}`,
        remedy: "Keep one of the two documents",
    });
}

/** A complaint about a workload that says nothing of its pods. */
export function checkPodTemplate(sourced: SourcedManifest): WindlassError[] {
    const { manifest } = sourced;
    if (!isWorkload(manifest) || podTemplateOf(manifest)?.spec) return [];
    return [
        complaint(sourced, {
            key: [...(templatePathOf(manifest) ?? []), "spec"].join("."),
            rule: `${manifest.kind} ${manifest.metadata.name} has no pod template`,
            remedy: "Add the template of its pods",
        }),
    ];
}

/** A complaint about a field of an object, where it stands. */
export function complaint(
    sourced: SourcedManifest,
    details: { key: string; value?: unknown; rule: string; remedy: string },
): WindlassError {
    const line = lineIn(sourced, details.key.split("."));
    return new WindlassError({ file: sourced.file, line, ...details });
}
