import type { Lock } from "../settings/lock";
import { partName, pinOf, pinnedAs } from "../settings/pins";
import type { Evidence, ProxyCount } from "./evidence";
import { recordCommand } from "./judge-evidence";

/** Parts of a mesh that a cluster shows. */
export type VerifiedPart = "control-plane" | "proxies" | "gateway";

/** Parts of a mesh that are told apart under a lock: a gateway without a pin of its own is one of the proxies. */
export function verifiedParts(lock: Lock): readonly VerifiedPart[] {
    const parts: readonly VerifiedPart[] = ["control-plane", "proxies", "gateway"];
    return parts.filter((part) => pinnedAs(lock, part) === part);
}

/** As many names as a sentence holds. */
const SHOWN = 2;

/**
 * Why a part was not seen to run its pin, whole and alive, at the last look; undefined where it was. Asked of evidence that
 * is good: it has seen this lock.
 *
 * @returns a clause without its full stop, with the command that looks again
 */
export function notVerified(evidence: Evidence, part: VerifiedPart, lock: Lock): string | undefined {
    const { stack, seen, findings, verified } = evidence;
    const { version } = pinOf(lock, part);
    const failed = part === "control-plane" ? undefined : failedWords(evidence, version);
    if (failed !== undefined) return failed;
    const run = verified.filter((each) => each.part === part).at(-1);
    const look = `look again with ${recordCommand(stack)}`;
    if (run?.version !== version || run.to !== seen) {
        const why = findings.length === 0 ? "what was seen says no more" : briefly(findings);
        return `${partName(part)} ${version} ${part === "proxies" ? "were" : "was"} not seen whole on ${seen} (${why}): ${look}`;
    }
    const strays = part === "proxies" ? strayPods(evidence, lock) : [];
    if (strays.length === 0) return undefined;
    const pods = strays.map(podWords).join(", ");
    return `what was seen on ${seen} contradicts itself, as it has ${pods} beside the proxies ${version}: ${look}`;
}

/** Canaries that failed for a version: `the rollout of 1.31.1 failed in dev: shop/Canary/backend and 2 more`. */
export function failedWords({ stack, failed }: Evidence, version: string): string | undefined {
    const canaries = failed.filter((each) => each.version === version).map(({ canary }) => canary);
    return canaries.length === 0
        ? undefined
        : `the rollout of ${version} failed in ${stack}: ${briefly(canaries)}`;
}

/** Pods, as a sentence counts them: `3 pods with the proxy 1.30.5`. */
export function podWords({ version = "of an unknown version", pods }: ProxyCount): string {
    return `${pods} pod${pods === 1 ? "" : "s"} with the proxy ${version}`;
}

/** Proxies that are neither the pinned ones nor what the webhook of the control plane gives. */
function strayPods({ proxies }: Evidence, lock: Lock): readonly ProxyCount[] {
    const { next } = lock.istio.proxies;
    const pinned: readonly (string | undefined)[] = [
        ...verifiedParts(lock).map((part) => pinOf(lock, part).version),
        ...Object.values(lock.istio.gateways ?? {}).map(({ version }) => version),
        pinOf(lock, "tags").version,
        ...(next === undefined ? [] : [next.version]),
    ];
    return proxies.filter(({ version }) => !pinned.includes(version));
}

function briefly(texts: readonly string[]): string {
    const shown = texts.slice(0, SHOWN).join("; ");
    return texts.length > SHOWN ? `${shown} and ${texts.length - SHOWN} more` : shown;
}
