import semver from "semver";

import { WindlassError } from "../kit/errors";
import type { UpgradeStrategy, Waiver } from "../settings/settings";
import { type CatalogIndex, toCandidate } from "./catalog-index";
import { dayStart } from "../kit/day";
import { parseDuration } from "../kit/duration";
import type { GateContext } from "./gates/gate";
import { parseKubernetesVersion } from "../kit/kubernetes-version";
import { parseRange } from "../kit/range";
import { strictVersion } from "../kit/version-order";
import { rangeSet } from "../kit/version-set";

/** What a stack asks the resolver. */
export interface ResolveRequest {
    /** Semver range with a lower bound: `~1.31`. */
    readonly range: string;
    /** Kubernetes version of the cluster. @default the kubernetes gate is not applied, and the verdict says so */
    readonly kubernetes?: string;
    /** The control plane's pin; a variant such as `-distroless` is no part of the version. @default none: step and downgrade have nothing to compare with */
    readonly current?: string;
    /** Proxy versions in Git; a variant such as `-distroless` is no part of the version. @default none */
    readonly sidecars?: readonly string[];
    /** @default in-place */
    readonly strategy?: UpgradeStrategy;
    /** Days, hours or minutes a release must have been public: `3d`, `36h`. @default 3d */
    readonly minimumAge?: string;
    /** @default false */
    readonly allowPrerelease?: boolean;
    /** @default false */
    readonly allowDowngrade?: boolean;
    /** Versions that are held, each with why, as heldVersions gives them. @default none */
    readonly holds?: ReadonlyMap<string, string>;
    /** @default none */
    readonly waivers?: readonly Waiver[];
    /** Mesh-wide mutual TLS, where it is known: STRICT settles an advisory. @default unknown */
    readonly mtls?: "STRICT" | "PERMISSIVE";
    /** Days after which a catalog picks nothing new. @default 120 */
    readonly maxCatalogAge?: number;
}

/** When a question is asked about. */
export interface Moment {
    /** Milliseconds since 1970. */
    readonly time: number;
    /** Somebody named the day; otherwise it is the clock's, and a clock before the catalog's day is wrong. */
    readonly asked: boolean;
}

/** A default of {@link ResolveRequest}. */
export const DEFAULT_MINIMUM_AGE = "3d";
/** A default of {@link ResolveRequest}. */
export const DEFAULT_MAX_CATALOG_AGE = 120;

/**
 * The moment a day stands for: its start in UTC, which is also when everything dated that day exists.
 *
 * @throws WindlassError for what is no day of the calendar
 */
export function momentOf(day: string): Moment {
    const time = dayStart(day);
    if (time !== undefined) return { time, asked: true };
    throw new WindlassError({
        value: day,
        rule: "must be a day of the calendar",
        remedy: "Write it as 2026-10-01",
    });
}

/**
 * An exact version as a person gives it.
 *
 * @throws WindlassError with the text as its value
 */
export function parseVersion(text: string): semver.SemVer {
    const version = strictVersion(text);
    if (version) return version;
    throw new WindlassError({ value: text, rule: "must be an exact version", remedy: "Write it as 1.31.1" });
}

/** The version of an image tag, a proxy's or an istiod's: `1.31.1-distroless` is 1.31.1. */
export function parseSidecarVersion(tag: string): semver.SemVer {
    return parseVersion(tag.replace(/-(?:distroless|debug)$/, ""));
}

/**
 * Reads a request once, for all gates.
 *
 * @throws WindlassError for what cannot be read
 */
export function gateContext(request: ResolveRequest, index: CatalogIndex, at: Moment): GateContext {
    const { current, kubernetes, minimumAge = DEFAULT_MINIMUM_AGE } = request;
    const { allowPrerelease = false, allowDowngrade = false } = request;
    const { text } = parseRange(request.range);
    return {
        index,
        at: at.time,
        range: { text, holds: rangeSet(text, allowPrerelease) },
        kubernetes:
            kubernetes === undefined
                ? undefined
                : { text: kubernetes, version: parseKubernetesVersion(kubernetes) },
        current: current === undefined ? undefined : currentCandidate(current, index),
        sidecars: semver.sort((request.sidecars ?? []).map(parseSidecarVersion)),
        holds: request.holds ?? new Map(),
        strategy: request.strategy ?? "in-place",
        minimumAge: { text: minimumAge, milliseconds: parseDuration(minimumAge) },
        allowPrerelease,
        allowDowngrade,
        waivers: request.waivers ?? [],
        mtls: request.mtls,
        maxCatalogAge: request.maxCatalogAge ?? DEFAULT_MAX_CATALOG_AGE,
    };
}

/** A pin that the catalog does not know is still a pin. */
function currentCandidate(text: string, index: CatalogIndex): ReturnType<typeof toCandidate> {
    const { version } = parseSidecarVersion(text);
    return index.byVersion.get(version) ?? toCandidate({ version });
}
