import semver from "semver";

import { gatewayMoves, gatewayPin } from "../lifecycle/settings/gateway-pins";
import type { Lock } from "../lifecycle/settings/lock";
import { pinOf, pinnedAs } from "../lifecycle/settings/pins";
import type { StackSettings, UpgradeStrategy } from "../lifecycle/settings/settings";
import { reachWords, skewBreach } from "../lifecycle/versions/skew-rule";
import type { Found, Level } from "./finding";
import { type Phrase, listing, say } from "./phrase";

/** What one version mends that another has, by the catalog. */
export interface FaultChange {
    /** Bulletins that affect the old version and not the new one. */
    readonly mended: readonly string[];
    /** Bulletins that affect the new version and not the old one. */
    readonly opened: readonly string[];
    /** Bulletins that affect the new version too. */
    readonly left: readonly string[];
    /** Day of the catalog. */
    readonly catalog: string;
}

/** Compares two versions of Istio by the catalog. Undefined where there is none, or it does not know them. */
export type CompareFaults = (from: string, to: string) => FaultChange | undefined;

/** Pins and settings of one version of a stack. */
export interface IstioSide {
    readonly lock?: Lock;
    readonly settings?: StackSettings;
}

/**
 * What changed in which Istio a stack runs, and how.
 *
 * @param proxied Ids of the workloads that carry the pinned proxy in Git.
 */
export function istioFindings(
    from: IstioSide,
    to: IstioSide,
    compareFaults: CompareFaults,
    proxied: readonly string[] = [],
): readonly Found[] {
    const findings: Found[] = [];
    if (from.lock && to.lock) {
        // Settings that cannot be read are a finding of their own: they get the wider bound, not a false alarm.
        const strategy = to.settings?.istio.strategy ?? "revisions";
        findings.push(...pinFindings(from.lock, to.lock, strategy, compareFaults, proxied));
    }
    if (from.settings && to.settings) findings.push(...settingFindings(from.settings, to.settings));
    return findings;
}

function pinFindings(
    before: Lock,
    lock: Lock,
    strategy: UpgradeStrategy,
    compareFaults: CompareFaults,
    proxied: readonly string[],
): readonly Found[] {
    const { istio: from } = before;
    const { istio: to } = lock;
    const findings: Found[] = [];
    const moved = { merge: true, section: "istio" } as const;
    if (from.controlPlane.version !== to.controlPlane.version) {
        const [old, next] = [from.controlPlane.version, to.controlPlane.version];
        findings.push({
            ...moved,
            ...versionStep("control-plane", say`control plane ${old} → ${next}`, old, next),
            details: [whyPinned(lock, to.controlPlane.since), ...faultChangeWords(old, next, compareFaults)],
        });
    }
    if (from.proxies.version !== to.proxies.version) {
        const [old, next] = [from.proxies.version, to.proxies.version];
        const same = from.controlPlane.version === old && to.controlPlane.version === next;
        const finding: Found = {
            ...moved,
            ...versionStep("proxies", say`proxies ${old} → ${next}`, old, next),
            details: same
                ? []
                : [whyPinned(lock, to.proxies.since), ...faultChangeWords(old, next, compareFaults)],
        };
        findings.push(
            ...(proxied.length === 0 ? [finding] : proxied.map((object) => ({ ...finding, object }))),
        );
    }
    const [was, is] = [pinOf(before, "gateway").version, pinOf(lock, "gateway").version];
    const isApart = [before, lock].some((each) => pinnedAs(each, "gateway") === "gateway");
    if (isApart && was !== is)
        findings.push({
            ...moved,
            ...versionStep("gateway", say`gateway ${was} → ${is}`, was, is),
            details: [
                whyPinned(lock, pinOf(lock, "gateway").since),
                ...faultChangeWords(was, is, compareFaults),
            ],
        });
    for (const { name, from: old, to: next } of gatewayMoves(before, lock)) {
        findings.push({
            ...moved,
            ...versionStep("gateway", say`gateway ${name} ${old} → ${next}`, old, next),
            details: [
                whyPinned(lock, gatewayPin(lock, name).since),
                ...faultChangeWords(old, next, compareFaults),
            ],
        });
    }
    const [pointed, points] = [pinOf(before, "tags").version, pinOf(lock, "tags").version];
    if ([before, lock].some((each) => pinnedAs(each, "tags") === "tags") && pointed !== points)
        findings.push({
            ...moved,
            ...versionStep("tags", say`tags ${pointed} → ${points}`, pointed, points),
            details: [whyPinned(lock, pinOf(lock, "tags").since)],
        });
    const skewed = skew(to.controlPlane.version, to.proxies.version, strategy);
    if (skewed && findings.length > 0) findings.push({ ...skewed, section: "istio" });
    for (const field of ["range", "charts", "hub", "variant"] as const) {
        if (from[field] === to[field]) continue;
        const level = field === "range" ? "info" : "caution";
        findings.push({
            section: "istio",
            rule: `istio/${field}`,
            level,
            words: say`${[NAMES[field]]} ${from[field]} → ${to[field]}`,
        });
    }
    const waived = to.waivers.filter((id) => !from.waivers.includes(id));
    if (waived.length > 0) {
        findings.push({
            section: "istio",
            rule: "istio/waiver",
            level: "caution",
            words: say`pinned with a waiver for ${listing(waived, 5)}`,
        });
    }
    return [...findings, ...digestFindings(from, to)];
}

const NAMES = {
    range: "range",
    charts: "charts come from",
    hub: "images come from",
    variant: "image variant",
} as const;

function versionStep(
    rule: string,
    words: Phrase,
    from: string,
    to: string,
): Pick<Found, "rule" | "level" | "words"> {
    if (semver.valid(from) === null || semver.valid(to) === null)
        return { rule: `istio/${rule}`, level: "caution", words };
    if (semver.lt(to, from))
        return { rule: `istio/${rule}`, level: "alarm", words: say`${words}, a step back` };
    const step = semver.diff(from, to);
    const level: Level = step === "patch" ? "info" : "caution";
    return {
        rule: `istio/${rule}`,
        level,
        words: step === null ? words : say`${words}, a ${[step]} release`,
    };
}

function whyPinned({ istio, catalog }: Lock, since: string): Phrase {
    return say`pinned on ${since} within the range ${istio.range}, by the catalog of ${catalog}`;
}

function faultChangeWords(from: string, to: string, compareFaults: CompareFaults): readonly Phrase[] {
    const change = compareFaults(from, to);
    if (!change)
        return [["what it mends is not known: the catalog cannot be read or does not know these versions"]];
    const { mended, opened, left, catalog } = change;
    return [
        mended.length > 0
            ? say`mends ${listing(mended, 6)}`
            : say`mends no bulletin that the catalog of ${catalog} knows`,
        ...(opened.length > 0 ? [say`opens ${listing(opened, 6)} again`] : []),
        ...(left.length > 0 ? [say`leaves ${listing(left, 6)}`] : []),
    ];
}

function skew(
    controlPlane: string,
    proxies: string,
    strategy: UpgradeStrategy,
): Pick<Found, "rule" | "level" | "words"> | undefined {
    const [above, below] = [semver.parse(controlPlane), semver.parse(proxies)];
    if (!above || !below || semver.eq(above, below)) return undefined;
    const breach = skewBreach(below, above, strategy);
    if (breach !== undefined) {
        const how = breach === "newer" ? "newer" : `more than ${reachWords(strategy)} older`;
        const words = say`proxies ${proxies} would be ${[how]} than their control plane ${controlPlane}`;
        return { rule: "istio/skew", level: "alarm", words };
    }
    return {
        rule: "istio/skew",
        level: "info",
        words: say`proxies stay behind for now: ${proxies}, control plane ${controlPlane}`,
    };
}

/** The same version with another digest is not the same release. */
function digestFindings(from: Lock["istio"], to: Lock["istio"]): readonly Found[] {
    if (from.controlPlane.version !== to.controlPlane.version || from.charts !== to.charts) return [];
    const changed = Object.keys(from.chartDigests).filter(
        (chart) =>
            to.chartDigests[chart] !== undefined && to.chartDigests[chart] !== from.chartDigests[chart],
    );
    if (changed.length === 0) return [];
    const words = say`digest of ${listing(changed, 5)} differs, though the version does not`;
    return [{ section: "istio", rule: "istio/digest", level: "alarm", words }];
}

/** Settings of a stack that decide how safe its mesh is, and the values that weaken it. */
const SETTINGS: readonly (readonly [
    string,
    string,
    (settings: StackSettings) => string,
    readonly string[],
])[] = [
    ["mtls", "mutual TLS of the mesh", ({ istio }) => istio.mtls, ["PERMISSIVE"]],
    ["outbound", "traffic to unknown hosts", ({ istio }) => istio.outboundTraffic, ["ALLOW_ANY"]],
    ["access-log", "access log", ({ istio }) => istio.accessLog ?? "none", ["none"]],
    ["strategy", "upgrades", ({ istio }) => istio.strategy, []],
    ["cni", "CNI node agent", ({ istio }) => (istio.cni ? "installed" : "not installed"), []],
    ["minimum-age", "minimum age of a release", ({ istio }) => istio.minimumAge, []],
    [
        "prerelease",
        "pre-releases",
        ({ istio }) => (istio.allowPrerelease ? "allowed" : "refused"),
        ["allowed"],
    ],
    ["downgrade", "steps back", ({ istio }) => (istio.allowDowngrade ? "allowed" : "refused"), ["allowed"]],
    ["trust-domain", "trust domain", ({ cluster }) => cluster.trustDomain, []],
    ["kubernetes", "Kubernetes version", ({ cluster }) => cluster.kubernetes, []],
];

function settingFindings(from: StackSettings, to: StackSettings): readonly Found[] {
    const findings: Found[] = [];
    for (const [rule, name, read, weakening] of SETTINGS) {
        const [before, after] = [read(from), read(to)];
        if (before === after) continue;
        findings.push({
            section: "istio",
            rule: `istio/${rule}`,
            level: weakening.includes(after) ? "alarm" : "caution",
            words: say`${[name]}: ${before} → ${after}`,
        });
    }
    const known = new Set(from.istio.waivers.map(({ id }) => id));
    for (const { id, reason, expires } of to.istio.waivers) {
        if (known.has(id)) continue;
        const words = say`waiver for ${id} until ${expires}: ${reason}`;
        findings.push({ section: "istio", rule: "istio/waiver-written", level: "caution", words });
    }
    return findings;
}
