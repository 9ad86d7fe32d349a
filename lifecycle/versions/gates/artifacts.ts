import { dayStart } from "../../kit/day";
import type { Gate } from "./gate";
import { isWaived, ownWaiver } from "./waivers";

/** Refuses releases that cannot be had as they were made: a chart, an image or istioctl is missing or was replaced. */
export const artifactsGate: Gate = {
    name: "artifacts",
    judge({ version }, context) {
        const faults = context.index.artifactFaults.get(version) ?? [];
        const fault = faults.find(({ date }) => (dayStart(date) ?? 0) <= context.at);
        return !fault || isWaived("artifacts", context) ? undefined : fault.reason;
    },
    waivers: (_candidate, context) => ownWaiver("artifacts", context),
};
