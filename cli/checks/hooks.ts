import { dayOf } from "../../lifecycle/kit/day";
import { type Hook, hookOf } from "../../lifecycle/workloads/hooks";
import { type Manifest, objectId } from "../../lifecycle/workloads/manifest";
import { isWorkload } from "../../lifecycle/workloads/pod-template";
import { type CheckFinding, waived } from "./finding";
import type { StackCheckArgs } from "./stack-check";

/** Name of the rule, and of its waiver. */
const RULE = "hook";

/**
 * Hooks of Helm and Argo CD, which are plain objects here: neither Pulumi nor Flux knows them. A Job that cleans up before a
 * deletion would clean up at once, and so is refused; what belongs to an installation comes at once too, and is told.
 */
export function hookFindings({
    stack: { settings, manifests },
    at,
}: Pick<StackCheckArgs, "stack" | "at">): readonly CheckFinding[] {
    const { waivers } = settings.istio;
    return manifests.flatMap(({ manifest, file, line }) => {
        const hook = hookOf(manifest);
        if (!hook) return [];
        const found: CheckFinding = {
            stack: settings.stack,
            rule: RULE,
            about: objectId(manifest),
            file,
            line,
            ...judge(hook, manifest),
        };
        return [waived(found, { waivers, today: dayOf(at.time) })];
    });
}

function judge(
    { annotation, moments, when }: Hook,
    manifest: Manifest,
): Pick<CheckFinding, "reason" | "remedy" | "level"> {
    const hook = `${annotation}: ${moments.join(",")}`;
    const verb = isWorkload(manifest) ? "it runs" : "it is created";
    if (when === "misfires")
        return {
            reason: `${hook} means nothing here: ${verb} as soon as it is applied, and stays`,
            remedy: `Leave the object out, or remove the annotation where ${isWorkload(manifest) ? "it is to run" : "it is to be there"} at once`,
            level: "refused",
        };
    return {
        reason: `${hook} means nothing here: ${verb} together with everything else, in no order, and an upgrade does not run it again`,
        remedy: "Remove the annotation where that is enough, or have Helm install the chart (a HelmRelease)",
        level: "warning",
    };
}
