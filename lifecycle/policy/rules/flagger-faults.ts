import { fieldsOf } from "../../canaries/complaints";
import { PAUSED_PRIMARY, faultSource, hasFault } from "../../canaries/known-faults";
import { groupOf } from "../../workloads/api-group";
import { canariesOf } from "../canaries-of";
import { type PolicyRule, blame } from "../rule";

/** Nothing is wrong with these manifests; whoever writes them should know what the pinned Flagger makes of them. */
export const flaggerFaults: PolicyRule = {
    id: "flagger-faults",
    description: "No canary runs into a known fault of the pinned Flagger.",
    remedy: "Watch the issue",
    judge: (objects, { flagger }) =>
        canariesOf(objects)
            .filter(({ spec }) => {
                const { apiVersion, kind } = fieldsOf(spec["autoscalerRef"]);
                return kind === "ScaledObject" && groupOf(String(apiVersion)) === "keda.sh";
            })
            .filter(() => hasFault(PAUSED_PRIMARY, flagger))
            .map(({ canary }) => ({
                ...blame(canary),
                reason: `${PAUSED_PRIMARY.what} (${faultSource(PAUSED_PRIMARY)})`,
                remedy: PAUSED_PRIMARY.remedy,
                level: "warning" as const,
            })),
};
