import type { Manifest } from "../lifecycle/workloads/manifest";
import type { Delivery } from "../lifecycle/settings/settings";
import { groupOf } from "../lifecycle/workloads/api-group";
import { mayBeRecreated } from "../lifecycle/workloads/ownership";
import type { Change } from "./changes";
import {
    DEFAULTS,
    type Fields,
    IMMUTABLE_FIELDS,
    REDONE_BY_CONTROLLER,
    REPLACED_BY_PULUMI,
    SEALABLE,
} from "./immutable-fields";

/** What becomes of an object that a field is changed of which cannot be changed. */
export interface Recreation {
    /**
     * - `recreated`: deleted and created anew by whoever applies it
     * - `redone`: the object stays, and its controller takes down what it made and makes it anew
     * - `refused`: the API server refuses the change, and whoever applies it stops there
     */
    readonly outcome: "recreated" | "redone" | "refused";
    /** The changes that lead to it; at least one. */
    readonly changes: readonly Change[];
}

/** What {@link recreationOf} works on. */
export interface RecreationArgs {
    readonly before: Manifest;
    readonly after: Manifest;
    readonly changes: readonly Change[];
    /** Who applies the object. */
    readonly delivery: Delivery;
}

/**
 * What becomes of a changed object beyond an update in its place; undefined where that is all.
 *
 * Pulumi deletes and creates anew by a list of its own, before it asks the API server. Flux asks: where the server calls the
 * change invalid, Flux deletes and creates anew only what carries `force: enabled`, and otherwise reports the error and goes
 * no further with anything of the same Kustomization (`ApplyAll` in fluxcd/pkg ssa/manager_apply.go).
 */
export function recreationOf({ before, after, changes, delivery }: RecreationArgs): Recreation | undefined {
    const kind = `${groupOf(before.apiVersion)}/${before.kind}`;
    const real = changes.filter((change) => !isDefault(kind, change));
    const among = (fields: Fields | undefined) =>
        fields ? real.filter(({ path }) => isAmong(path, fields)) : [];
    const sealed = isSealed(before) ? among(SEALABLE) : [];
    const immutable = [...among(IMMUTABLE_FIELDS[kind]), ...sealed];
    const replaced = delivery === "pulumi" ? [...among(REPLACED_BY_PULUMI[kind])] : [];
    if (delivery === "pulumi" && sealed.length > 0 && isSealed(after)) replaced.push(...sealed);
    if (replaced.length > 0) return { outcome: "recreated", changes: replaced };
    if (immutable.length > 0) {
        const recreates = delivery === "flux" && (mayBeRecreated(after) || mayBeRecreated(before));
        return { outcome: recreates ? "recreated" : "refused", changes: immutable };
    }
    const redone = among(REDONE_BY_CONTROLLER[kind]);
    return redone.length > 0 ? { outcome: "redone", changes: redone } : undefined;
}

/** Whether a change of an object of this kind may be more than an update: where not, changes need not be looked for. */
export function canBeRecreated(object: Manifest): boolean {
    const kind = `${groupOf(object.apiVersion)}/${object.kind}`;
    if (kind === "/ConfigMap") return true;
    return [IMMUTABLE_FIELDS, REPLACED_BY_PULUMI].some((table) => Object.hasOwn(table, kind));
}

function isSealed({ apiVersion, kind, immutable }: Manifest): boolean {
    return apiVersion === "v1" && (kind === "ConfigMap" || kind === "Secret") && immutable === true;
}

/** Whether only the default is said that held before, or said no more. */
function isDefault(kind: string, { path, from, to }: Change): boolean {
    // An address that is no longer asked for stays as it was allocated (patchAllocatedValues, pkg/registry/core/service).
    if (kind === "/Service" && to === undefined) return true;
    const value = DEFAULTS[kind]?.[path.join("/")];
    return value !== undefined && (from ?? value) === (to ?? value);
}

/** Whether a change is at one of the fields, above one or below one, and not below an exception. */
function isAmong(path: readonly string[], { fields, but = [] }: Fields): boolean {
    if (but.some((field) => isWithin(path, field.split("/")))) return false;
    return fields.some((field) => {
        const keys = field.split("/");
        return isWithin(path, keys) || isWithin(keys, path);
    });
}

function isWithin(path: readonly string[], ancestor: readonly string[]): boolean {
    return (
        path.length >= ancestor.length &&
        ancestor.every((key, index) => key === "*" || key === path[index] || path[index] === "*")
    );
}
