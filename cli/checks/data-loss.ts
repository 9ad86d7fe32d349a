import { DATA_LOSS, lostWith } from "../../lifecycle/policy/data-loss";
import type { Waiver } from "../../lifecycle/settings/settings";
import { dayOf } from "../../lifecycle/kit/day";
import { isKept } from "../../lifecycle/workloads/ownership";
import { changesBetween } from "../../diff/changes";
import { recreationOf } from "../../diff/recreation";
import { type VersionedObject, delivererOf } from "../../diff/version";
import type { ChangeCheckArgs } from "./change-check";
import { type CheckFinding, waived } from "./finding";
import { objectId } from "../../lifecycle/workloads/manifest";

/** Longest id a waiver may have. */
const LONGEST_ID = 64;
/** As many objects of a stack that goes as a whole as are named. */
const SHOWN = 3;

/**
 * Objects whose deletion takes along what nothing brings back: namespaces, CRDs, claims, volumes. However few they are:
 * `removalLimit` has no say.
 *
 * A waiver of `data-loss:<object>` confirms one of them, one of `data-loss` all of the stack's, and one of
 * `data-loss:<stack>` in another stack those of a stack that goes as a whole.
 */
export function dataLossFindings(
    args: Pick<ChangeCheckArgs, "pair" | "stacks" | "at">,
): readonly CheckFinding[] {
    const { pair, stacks, at } = args;
    const { stack, from, to } = pair;
    if (!from) return [];
    const today = dayOf(at.time);
    if (!to) return wholeStack(args, [...from.objects.values()].filter(isLost));
    const waivers = stacks.find(({ settings }) => settings.stack === stack)?.settings.istio.waivers ?? [];
    const findings: CheckFinding[] = [];
    for (const [key, before] of from.objects) {
        const after = to.objects.get(key);
        if (before.object === after?.object || !isLost(before)) continue;
        const how = after ? howChanged(before, after, args) : "the change deletes it";
        if (how !== undefined) findings.push(finding(stack, before, how, { waivers, today }));
    }
    return findings;
}

/** Whether its deletion is one, and takes something along. */
function isLost({ object }: VersionedObject): boolean {
    return lostWith(object) !== undefined && !isKept(object);
}

/** How an object is deleted that both versions have. Undefined where it is not. */
function howChanged(
    before: VersionedObject,
    after: VersionedObject,
    { pair }: Pick<ChangeCheckArgs, "pair">,
): string | undefined {
    if (before.layer !== after.layer)
        return `it moves from the layer ${before.layer} to ${after.layer}, and who applied it there deletes it`;
    const recreation = recreationOf({
        before: before.object,
        after: after.object,
        changes: changesBetween(before.object, after.object),
        delivery: delivererOf(after, pair),
    });
    if (recreation?.outcome !== "recreated") return undefined;
    const fields = recreation.changes.map(({ path }) => path.join("."));
    return `it is deleted and created anew, as ${fields.join(", ")} cannot be changed`;
}

function finding(
    stack: string,
    { object, pristine }: VersionedObject,
    how: string,
    { waivers, today }: { readonly waivers: readonly Waiver[]; readonly today: string },
): CheckFinding {
    const about = objectId(object);
    const own = `${DATA_LOSS}:${about}`;
    const id = own.length <= LONGEST_ID ? own : DATA_LOSS;
    const keep = pristine
        ? "To keep it, annotate it with kustomize.toolkit.fluxcd.io/prune: disabled in a change of its own before this one. "
        : "";
    const found: CheckFinding = {
        stack,
        rule: DATA_LOSS,
        about,
        reason: `${how}, and with it ${lostWith(object)}`,
        remedy: `${keep}If its end is meant, say so in the change: a waiver of ${id} in windlass:istio.waivers, with its reason`,
        level: "refused",
    };
    return waived(waived(found, { waivers, today, named: true }), { waivers, today, id: own, named: true });
}

function wholeStack(
    { pair: { stack }, stacks, at }: Pick<ChangeCheckArgs, "pair" | "stacks" | "at">,
    lost: readonly VersionedObject[],
): readonly CheckFinding[] {
    if (lost.length === 0) return [];
    const names = lost.slice(0, SHOWN).map(({ object }) => objectId(object));
    const more = lost.length > SHOWN ? ` and ${lost.length - SHOWN} more` : "";
    const id = `${DATA_LOSS}:${stack}`;
    const found: CheckFinding = {
        stack,
        rule: DATA_LOSS,
        about: "the stack",
        reason: `nothing describes it any more, and whoever takes it down deletes ${names.join(", ")}${more}, with what is in them`,
        remedy: `If it is meant, say so in the change: a waiver of ${id} in the windlass:istio.waivers of another stack, with its reason`,
        level: "refused",
    };
    const waivers = stacks.flatMap(({ settings }) => settings.istio.waivers);
    return [waived(found, { waivers, today: dayOf(at.time), id, named: true })];
}
