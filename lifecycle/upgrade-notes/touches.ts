import { getIn, isRecord } from "../kit/json-path";
import { groupOf } from "../workloads/api-group";
import { type Manifest, type SourcedManifest, objectId } from "../workloads/manifest";
import { podTemplateOf } from "../workloads/pod-template";
import { ISTIOD_ENV, type NotedStack } from "./noted-stack";
import type { NoteTouch } from "./notes-definition";
import { sharedHosts } from "./shared-hosts";

/**
 * What of a stack a change touches: ids of objects, or keys of the stack file. None where nothing is; what no file shows is
 * named as it is, for nobody here can say that it is not there.
 */
export function touchedBy(touch: NoteTouch, stack: NotedStack): readonly string[] {
    const { settings, manifests } = stack;
    if (touch.outside !== undefined) return [touch.outside];
    if (touch.sharedHosts) return sharedHosts(manifests, settings.cluster.domain);
    if (touch.env !== undefined) return variable(touch.env, touch.is, stack);
    if (touch.setting !== undefined) return settings.istio.cni ? [touch.setting] : [];
    return manifests.filter(matcher(touch)).map(({ manifest }) => objectId(manifest));
}

/** A variable of istiod that `istio.values` sets; undefined where it does not. */
export function variableOf(name: string, { settings }: Pick<NotedStack, "settings">): string | undefined {
    const value = getIn(settings.istio.values, [...ISTIOD_ENV, name]);
    return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}

function variable(name: string, is: string | undefined, stack: NotedStack): readonly string[] {
    const value = variableOf(name, stack);
    if (value === undefined || (is !== undefined && value !== is)) return [];
    return [`istio.values.${ISTIOD_ENV.join(".")}.${name}`];
}

function matcher(touch: NoteTouch): (sourced: SourcedManifest) => boolean {
    const { annotation, label, is, mentions } = touch;
    if (annotation !== undefined) return ({ manifest }) => has(manifest, "annotations", annotation, is);
    if (label !== undefined) return ({ manifest }) => has(manifest, "labels", label, is);
    if (mentions !== undefined) return ({ manifest }) => mentionsText(manifest, mentions);
    return ({ manifest }) => isOfKind(manifest, touch);
}

/** On the object itself or on the pods it makes. */
function has(
    manifest: Manifest,
    where: "annotations" | "labels",
    key: string,
    is: string | undefined,
): boolean {
    return [manifest.metadata, podTemplateOf(manifest)?.metadata].some((metadata) => {
        const value = metadata?.[where]?.[key];
        return value !== undefined && (is === undefined || value === is);
    });
}

/** A text that is the whole value of some field, whatever the field. */
function mentionsText(value: unknown, text: string): boolean {
    if (typeof value === "string") return value === text;
    if (Array.isArray(value)) return value.some((item) => mentionsText(item, text));
    return isRecord(value) && Object.values(value).some((item) => mentionsText(item, text));
}

function isOfKind(manifest: Manifest, { kind, group, version, field, lacks }: NoteTouch): boolean {
    if (manifest.kind !== kind || groupOf(manifest.apiVersion) !== group) return false;
    if (version !== undefined && !manifest.apiVersion.endsWith(`/${version}`)) return false;
    if (field !== undefined) return fieldsAt(manifest, field).some((value) => value !== undefined);
    if (lacks !== undefined) return fieldsAt(manifest, lacks).some((value) => value === undefined);
    return true;
}

/** Values of a field, of which there are several below a list; undefined for each place that has none. */
function fieldsAt(value: unknown, [key, ...rest]: readonly string[]): readonly unknown[] {
    if (key === undefined) return [value];
    if (key === "*") return Array.isArray(value) ? value.flatMap((item) => fieldsAt(item, rest)) : [];
    return fieldsAt(isRecord(value) ? value[key] : undefined, rest);
}
