import { recordEvidence } from "../../adapters/git/evidence-store";
import type { EvidenceBook } from "../../lifecycle/evidence/evidence-book";
import { type Evidence, lockDigest } from "../../lifecycle/evidence/evidence";
import { verifiedParts } from "../../lifecycle/evidence/not-verified";
import { pinOf } from "../../lifecycle/settings/pins";
import type { Lock } from "../../lifecycle/settings/lock";
import { type Moment, momentOf } from "../../lifecycle/versions/request";
import { DAY } from "./stack-pins";

/** A stack seen healthy on {@link DAY}, control plane and proxies at their pins for four days. */
export function seenWhole(lock: Lock, change: Partial<Evidence> = {}): Evidence {
    const seen = `${DAY}T12:00:00Z`;
    const { proxies } = lock.istio;
    const run = { from: "2026-10-01T12:00:00Z", to: change.seen ?? seen };
    return {
        stack: "dev",
        seen,
        way: "cluster",
        lock: lockDigest(lock),
        health: "healthy",
        findings: [],
        failed: [],
        proxies: [{ version: proxies.version, revision: "default", pods: 3 }],
        verified: verifiedParts(lock).map((part) => ({ part, version: pinOf(lock, part).version, ...run })),
        ...change,
    };
}

/** The same, once Flagger has taken the rollout of the proxies' pin back. */
export function seenFailed(lock: Lock, change: Partial<Evidence> = {}): Evidence {
    const { version } = lock.istio.proxies;
    const whole = seenWhole(lock);
    return {
        ...whole,
        health: "failing",
        findings: [
            `shop/Canary/backend: its analysis failed: its primary runs proxyv2:1.31.0 in istio-proxy`,
        ],
        failed: [{ canary: "shop/Canary/backend", version }],
        proxies: [{ version: "1.31.0", revision: "default", pods: 3 }],
        verified: whole.verified.filter(({ part }) => part !== "proxies"),
        ...change,
    };
}

/** What was seen, held against a moment. */
export function bookOf(seen: readonly Evidence[], at: Moment = momentOf(DAY)): EvidenceBook {
    return { seen: new Map(seen.map((evidence) => [evidence.stack, evidence])), at };
}

/** Keeps what was seen where a project's commands find it; the project is a repository. */
export async function keepSeen(root: string, ...seen: readonly Evidence[]): Promise<void> {
    await recordEvidence({ root, looks: new Map(seen.map((evidence) => [evidence.stack, () => evidence])) });
}
