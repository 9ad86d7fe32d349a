import { type Manifest, objectId } from "../workloads/manifest";
import { isCanary } from "../workloads/plan-workloads";
import { fieldsOf, listOf, secondsOf } from "./complaints";
import { checkInterval } from "./flagger-load";

/** How long `hey` runs, in a command of the load tester. */
const DURATION = /\bhey\s(?:.*\s)?-z\s*(\S+)/;

/** Canaries shown in the warning. */
const SHOWN = 3;

/**
 * Says which canaries have a load test that is longer than the time between two checks. Each check starts one, and a rollout
 * ends an interval or two after its last: a longer one calls the Service of a canary whose pods are gone by then, and what is
 * lost so counts in the first checks of the next rollout, which is that of a revert.
 */
export function longLoadTestWarning(objects: readonly Manifest[]): string | undefined {
    const found = objects.filter(isCanary).flatMap((canary) => {
        const longest = Math.max(0, ...durations(canary));
        const interval = checkInterval(canary);
        return longest > interval ? [`${objectId(canary)} (${longest}s, every ${interval}s)`] : [];
    });
    if (found.length === 0) return undefined;
    const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : "";
    return (
        `load tests outlast the pods they call, and the next rollout is measured by what they lost: ` +
        `${found.slice(0, SHOWN).join(", ")}${more}; make hey -z no longer than spec.analysis.interval`
    );
}

/** Seconds of every load test that each check starts. */
function durations(canary: Manifest): readonly number[] {
    const { analysis, canaryAnalysis } = fieldsOf(canary["spec"]);
    return listOf(fieldsOf(analysis ?? canaryAnalysis)["webhooks"]).flatMap((webhook) => {
        const { type = "rollout", metadata } = fieldsOf(webhook);
        const { cmd } = fieldsOf(metadata);
        if (type !== "rollout" || typeof cmd !== "string") return [];
        return secondsOf(DURATION.exec(cmd)?.[1]) ?? [];
    });
}
