import { type HealthFinding, healthOf } from "../observed/health-finding";
import { momentText } from "../kit/day";
import type { Lock } from "../settings/lock";
import { type Evidence, lockDigest } from "./evidence";
import { extendRuns, sentencesOf } from "./extend-evidence";
import { CLOCK_SLACK } from "./judge-evidence";
import type { VerifiedPart } from "./not-verified";

/** Kustomizations of a stack, one a layer, in the order they are brought up. */
export const DELIVERED_LAYERS = ["system", "gateways", "workloads"] as const;

/** One of {@link DELIVERED_LAYERS}. */
export type DeliveredLayer = (typeof DELIVERED_LAYERS)[number];

/** What Flux has told the forge of one layer at a commit. */
export interface LayerStatus {
    readonly layer: DeliveredLayer;
    readonly state: "success" | "failure" | "pending";
    readonly description?: string;
    /** Milliseconds since 1970. */
    readonly time: number;
}

/** What Flux has told of a stack. */
export interface ForgeLook {
    readonly stack: string;
    /** The moment it is read, in milliseconds. */
    readonly at: number;
    /** The newest commit it has told anything of, and the stack's lock in it. */
    readonly commit: string;
    readonly lock: Lock;
    /** Never empty. */
    readonly layers: readonly LayerStatus[];
}

/** Layers whose readiness tells of a part: the second is ready after the first, the third after both. */
const TELLS: Readonly<Record<VerifiedPart, readonly DeliveredLayer[]>> = {
    "control-plane": ["system"],
    proxies: DELIVERED_LAYERS,
    gateway: ["system", "gateways"],
};

/** In which layers a cluster is not as Git has it. */
export function judgeForge({ layers }: Pick<ForgeLook, "layers">): readonly HealthFinding[] {
    const told = new Map(layers.map((status) => [status.layer, status]));
    const findings = DELIVERED_LAYERS.flatMap((layer): HealthFinding[] => {
        const about = { kind: "delivery", about: `Kustomization/${layer}` } as const;
        const status = told.get(layer);
        if (!status) return [{ level: "behind", ...about, reason: "Flux has not told of it yet" }];
        if (status.state === "success") return [];
        const said = status.description === undefined ? "" : `: ${status.description}`;
        if (status.state === "failure")
            return [{ level: "failing", ...about, reason: `it is not ready${said}` }];
        return [{ level: "behind", ...about, reason: `it is under way${said}` }];
    });
    const isFailing = ({ level }: HealthFinding): boolean => level === "failing";
    return [...findings.filter(isFailing), ...findings.filter((finding) => !isFailing(finding))];
}

/** When Flux has last told of a stack: what it has not told since may have changed. */
export function toldAt({ layers }: Pick<ForgeLook, "layers">): number {
    return Math.max(...layers.map(({ time }) => time));
}

/**
 * What is known after Flux has told the forge of a commit: whether layers are ready, and so what runs as far as their health
 * checks tell. It knows neither pods nor canaries by name. It was seen when Flux told of it, not when it is read; where
 * something was seen later, that stays.
 */
export function extendByForge(before: Evidence | undefined, look: ForgeLook): Evidence {
    const { stack, at, commit, lock, layers } = look;
    const told = toldAt(look);
    const seen = momentText(told);
    const isKnown = before?.stack === stack && Date.parse(before.seen) <= at + CLOCK_SLACK;
    if (isKnown && before.seen >= seen) return before;
    const findings = judgeForge(look);
    const ready = new Set(layers.flatMap(({ layer, state }) => (state === "success" ? [layer] : [])));
    return {
        stack,
        seen,
        way: "forge",
        lock: lockDigest(lock),
        commit,
        health: healthOf(findings),
        findings: sentencesOf(findings),
        failed: [],
        proxies: [],
        verified: extendRuns(isKnown ? before.verified : [], {
            lock,
            at: told,
            isWhole: (part) => TELLS[part].every((layer) => ready.has(layer)),
        }),
        interventions: before?.stack === stack ? before.interventions : undefined,
    };
}
