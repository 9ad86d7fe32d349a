import { lostWith } from "../../lifecycle/policy/data-loss";
import { dayOf } from "../../lifecycle/kit/day";
import { objectId } from "../../lifecycle/workloads/manifest";
import { FORCE_ANNOTATION, mayBeRecreated } from "../../lifecycle/workloads/ownership";
import { changesBetween } from "../../diff/changes";
import { canBeRecreated, recreationOf } from "../../diff/recreation";
import { delivererOf } from "../../diff/version";
import type { ChangeCheckArgs } from "./change-check";
import { type CheckFinding, waived } from "./finding";

/** Name of the rule, and of its waiver. */
const RULE = "immutable-field";
/** As many fields of one object as are named. */
const SHOWN = 3;
/** Kinds that do their work once: made anew they do it again. */
const RUN_AGAIN: ReadonlySet<string> = new Set(["Job", "Pod"]);

/**
 * Changes of fields that cannot be changed: a proxy upgrade that reaches a Job, a new selector, a new role of a binding. One
 * such object stops whoever applies it, and with Flux the whole layer, unless it is made anew; and whether a Job may run
 * again only a person knows.
 */
export function immutableFieldFindings({
    pair,
    stacks,
    at,
}: Pick<ChangeCheckArgs, "pair" | "stacks" | "at">): readonly CheckFinding[] {
    const { from, to, stack: name } = pair;
    if (!from || !to) return [];
    const stack = stacks.find(({ settings }) => settings.stack === name);
    const places = new Map(
        stack?.manifests.map(({ manifest, file, line }) => [objectId(manifest), { file, line }]),
    );
    const findings: CheckFinding[] = [];
    for (const [key, before] of from.objects) {
        const after = to.objects.get(key);
        if (!after || after.object === before.object || !canBeRecreated(after.object)) continue;
        const delivery = delivererOf(after, pair);
        const changes = changesBetween(before.object, after.object);
        const recreation = recreationOf({ before: before.object, after: after.object, changes, delivery });
        if (!recreation || recreation.outcome === "redone") continue;
        const { object } = after;
        const isAllowed = mayBeRecreated(object);
        const runsAgain = RUN_AGAIN.has(object.kind);
        if (recreation.outcome === "recreated" && (isAllowed || !runsAgain)) continue;
        const paths = recreation.changes.map(({ path }) => path.join("."));
        const more = paths.length > SHOWN ? ` and ${paths.length - SHOWN} more` : "";
        const fields = `${paths.slice(0, SHOWN).join(", ")}${more}`;
        const found: CheckFinding = {
            stack: name,
            rule: RULE,
            about: objectId(object),
            ...places.get(objectId(object)),
            ...(recreation.outcome === "recreated"
                ? {
                      reason: `${fields} cannot be changed: Pulumi deletes it and creates it anew, and what it does it does again`,
                      remedy: `If that is meant, annotate it with ${FORCE_ANNOTATION}; else give it another name, or take it out where it has done its work`,
                      level: "warning",
                  }
                : {
                      reason: `${fields} cannot be changed: ${delivery === "flux" ? "Flux stops there and applies nothing of the layer" : "pulumi up fails there"}`,
                      remedy: remedy(object, delivery === "flux"),
                      level: "refused",
                  }),
        };
        const waivers = stack?.settings.istio.waivers ?? [];
        findings.push(waived(found, { waivers, today: dayOf(at.time) }));
    }
    return findings;
}

function remedy(object: Parameters<typeof lostWith>[0], forced: boolean): string {
    const other = "give it another name, or leave the fields as they were";
    if (!forced || lostWith(object) !== undefined) return capitalized(other);
    const again = RUN_AGAIN.has(object.kind) ? ", which has it do its work again" : "";
    return `If it may be deleted and created anew${again}, annotate it with ${FORCE_ANNOTATION}; else ${other}`;
}

function capitalized(text: string): string {
    return text.slice(0, 1).toUpperCase() + text.slice(1);
}
