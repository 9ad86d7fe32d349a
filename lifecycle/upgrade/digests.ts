import { ExitStatus, WindlassError } from "../kit/errors";
import { lockFileName } from "../settings/lock-parse";
import type { Lock } from "../settings/lock";
import {
    TOOL_NAMES,
    TOOL_SYSTEMS,
    type ToolName,
    type ToolSystem,
    factsOf,
    systemOfTool,
} from "../settings/pinned-parts";
import { pinOf } from "../settings/pins";

/** Digests by name, as a lock holds them. */
export type Digests = Readonly<Record<string, string>>;

/** One map of digests in a lock, and what it is about. */
export interface DigestField {
    /** Path in the lock, joined by dots. */
    readonly key: string;
    readonly kind: "istio-charts" | "istioctl" | "next-istioctl" | `${ToolSystem}-charts`;
    /** The tool whose chart they are of. @default Istio's */
    readonly tool?: ToolName;
    /** Exact version the digests are of. */
    readonly version: string;
    /** What is known of that version already; empty where it has just been pinned. */
    readonly known: Digests;
}

/** Every map of digests of a lock, without what belonged to another version or another source than `old`'s. */
export function digestFields(lock: Lock, old: Lock | undefined): readonly DigestField[] {
    const { istio } = lock;
    const keep = (same: boolean | undefined, digests: Digests): Digests => (same ? digests : {});
    const { next } = istio.proxies;
    const sameCharts = old?.istio.charts === istio.charts;
    return [
        {
            key: "istio.chartDigests",
            kind: "istio-charts",
            version: istio.controlPlane.version,
            known: keep(
                sameCharts && old.istio.controlPlane.version === istio.controlPlane.version,
                istio.chartDigests,
            ),
        },
        {
            key: "istio.istioctlDigests",
            kind: "istioctl",
            version: istio.proxies.version,
            known:
                old?.istio.proxies.version === istio.proxies.version
                    ? istio.istioctlDigests
                    : nextDigests(old, istio.proxies.version),
        },
        ...(next === undefined
            ? []
            : [
                  {
                      key: "istio.proxies.next.istioctlDigests",
                      kind: "next-istioctl",
                      version: next.version,
                      known: nextDigests(old, next.version),
                  } as const,
              ]),
        ...TOOL_NAMES.filter((tool) => factsOf(tool).chart !== undefined).map((tool): DigestField => {
            const system = systemOfTool(tool);
            const { version } = pinOf(lock, tool);
            return {
                key: `${system}.chartDigests`,
                kind: `${system}-charts`,
                tool,
                version,
                known: keep(old && pinOf(old, tool).version === version, lock[system].chartDigests),
            };
        }),
    ];
}

/** Digests by {@link DigestField.kind}. */
export type DigestsByKind = Readonly<Record<Exclude<DigestField["kind"], "next-istioctl">, Digests>> & {
    /** @default no cohorts are on their way */
    readonly "next-istioctl"?: Digests;
};

function isKnown(digests: Digests | undefined): boolean {
    return digests !== undefined && Object.keys(digests).length > 0;
}

/** What a lock knows of the istioctl of the version that its cohorts move to. */
function nextDigests(lock: Lock | undefined, version: string): Digests {
    const next = lock?.istio.proxies.next;
    return (next?.version === version ? next.istioctlDigests : undefined) ?? {};
}

/** A lock with these digests, by {@link DigestField.kind}. */
export function withDigests(lock: Lock, { "next-istioctl": ahead, ...digests }: DigestsByKind): Lock {
    const { proxies } = lock.istio;
    const next = proxies.next && { ...proxies.next, istioctlDigests: isKnown(ahead) ? ahead : undefined };
    return {
        ...lock,
        istio: {
            ...lock.istio,
            proxies: next ? { ...proxies, next } : proxies,
            chartDigests: digests["istio-charts"],
            istioctlDigests: digests.istioctl,
        },
        ...Object.fromEntries(
            TOOL_SYSTEMS.map((system) => [
                system,
                { ...lock[system], chartDigests: digests[`${system}-charts`] },
            ]),
        ),
    };
}

/**
 * What is known and what was fetched, together.
 *
 * @throws WindlassError with both digests when one has changed: the release was made anew under its old name, which is
 *   what an attack looks like
 */
export function mergeDigests(stack: string, { key, version, known }: DigestField, fetched: Digests): Digests {
    for (const [name, digest] of Object.entries(fetched)) {
        const before = known[name];
        if (before === undefined || before === digest) continue;
        throw new WindlassError({
            file: lockFileName(stack),
            key: `${key}.${name}`,
            value: before,
            rule: `the same version ${version} has the digest ${digest} now: the release was made anew`,
            remedy: "Nothing was changed. Find out why; only then change the digest in the lock, in a commit that is reviewed",
            exitStatus: ExitStatus.refused,
        });
    }
    return { ...known, ...fetched };
}
