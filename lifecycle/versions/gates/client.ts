import type { Candidate, Fault } from "../catalog-index";
import type { Gate, GateContext } from "./gate";
import { expiredWaiver, isWaived } from "./waivers";

/**
 * Refuses releases whose istioctl endangers the machine it runs on: the pinned istioctl is the release's own, and it
 * runs in CI with the sidecars of every workload.
 */
export const clientGate: Gate = {
    name: "client",
    concerns: ["standing", "proxies"],
    judge(candidate, context) {
        const [first] = blockingClientFaults(candidate, context);
        if (!first) return undefined;
        return `its istioctl has ${first.id} of ${first.date}${expiredWaiver(first.id, context)}`;
    },
    waivers: (candidate, context) => blockingClientFaults(candidate, context).map(({ id }) => id),
};

/** Published faults of a release's istioctl that are not waived. */
export function blockingClientFaults({ semver }: Candidate, context: GateContext): readonly Fault[] {
    if (isWaived("client", context)) return [];
    const { index, at } = context;
    return index.clientFaultsOf(semver).filter(({ id, time }) => time <= at && !isWaived(id, context));
}
