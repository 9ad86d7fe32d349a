import type { Candidate } from "../catalog-index";
import { REACH, stepWords } from "../skew-rule";
import { minorsBetween } from "../../kit/version-order";
import { blockingFaults } from "./bulletin";
import { blockingClientFaults } from "./client";
import type { Gate, GateContext } from "./gate";

/** Farthest way that is looked at for stops: Istio makes four minors a year. */
const FAR = 200;
/** Most releases named on the way. */
const SHOWN = 4;

/**
 * Refuses leaps: in place a control plane moves one minor at a time, by revision two, up and down. Says which releases
 * lie on the way.
 */
export const stepGate: Gate = {
    name: "step",
    concerns: ["change", "distance"],
    judge(candidate, context) {
        const { current, strategy } = context;
        if (!current) return undefined;
        const distance = minorsBetween(current.semver, candidate.semver);
        const reach = REACH[strategy];
        if (Math.abs(distance) <= reach) return undefined;
        if (!Number.isFinite(distance)) return `${current.version} is of another major version`;
        const way = stopsBetween(current, distance, reach, context);
        const path = way.length === 0 ? "" : `: ${way.join(", then ")}, then ${candidate.version}`;
        return `it is ${Math.abs(distance)} minors from ${current.version}, and an upgrade goes ${stepWords(strategy)}${path}`;
    },
};

function stopsBetween(
    from: Candidate,
    distance: number,
    reach: number,
    context: GateContext,
): readonly string[] {
    const direction = Math.sign(distance);
    const stops: string[] = [];
    if (Math.abs(distance) > FAR) return stops;
    for (let passed = reach; passed < Math.abs(distance); passed += reach) {
        const stop = bestOfMinor(`${from.semver.major}.${from.semver.minor + direction * passed}`, context);
        if (stop) stops.push(stop);
    }
    return stops.length <= SHOWN ? stops : [...stops.slice(0, SHOWN - 1), "…", ...stops.slice(-1)];
}

/** The newest stable release of a minor, without published faults where there is one. */
function bestOfMinor(minor: string, context: GateContext): string | undefined {
    const { index, at } = context;
    const existing = index.candidates.filter(
        (candidate) =>
            candidate.minor === minor &&
            candidate.semver.prerelease.length === 0 &&
            (candidate.time ?? Infinity) <= at,
    );
    const sound = existing.find(
        (candidate) =>
            blockingFaults(candidate, context).length === 0 &&
            blockingClientFaults(candidate, context).length === 0,
    );
    return (sound ?? existing[0])?.version;
}
