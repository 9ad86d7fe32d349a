import type { Gate, GateContext } from "./gate";
import { isWaived, ownWaiver } from "./waivers";

/** Refuses minors of a tool that its maintainers no longer support: all but the last few, where they say how many. */
export const toolSupportGate: Gate = {
    name: "support",
    concerns: ["standing"],
    judge({ minor }, context) {
        const { supportedMinors } = context.index;
        if (supportedMinors === undefined) return undefined;
        const supported = newestMinors(context, supportedMinors);
        if (supported.includes(minor) || isWaived("support", context)) return undefined;
        return `${minor} is not among the supported minors ${supported.join(", ")}`;
    },
    waivers: (_candidate, context) => ownWaiver("support", context),
};

/** Minors that were out on the day that is asked about, newest first. */
function newestMinors({ index: { minorReleases }, at }: GateContext, count: number): readonly string[] {
    const minors: string[] = [];
    for (const [minor, time] of minorReleases) {
        if (time <= at) minors.push(minor);
        if (minors.length === count) break;
    }
    return minors;
}
