import semver from "semver";

import { reachedPlace } from "../../lifecycle/cohorts/place";
import { dayOf } from "../../lifecycle/kit/day";
import { gatewayMoves } from "../../lifecycle/settings/gateway-pins";
import type { Lock } from "../../lifecycle/settings/lock";
import { lockFileName } from "../../lifecycle/settings/lock-parse";
import { type PinnedPart, isTool } from "../../lifecycle/settings/pinned-parts";
import { movedParts, partLabel, pinOf } from "../../lifecycle/settings/pins";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { chooseTarget } from "../../lifecycle/upgrade/choose-target";
import { istioRequest } from "../../lifecycle/upgrade/istio-request";
import { WINDOW_RULE, type JudgeWindowArgs, judgeWindow } from "../../lifecycle/upgrade/judge-window";
import type { WaveVerdict } from "../../lifecycle/upgrade/waves";
import type { ChangeCheckArgs } from "./change-check";
import { type CheckFinding, waived } from "./finding";

/** A step that a change starts. */
interface Start {
    readonly part: PinnedPart | "cohort" | "prune" | "strategy";
    readonly from: string;
    readonly to: string;
}

/**
 * A step that starts where no window is open, or in a freeze: `update` would not take it now, so no hand may. What is taken
 * back starts at any time. Who opens a window, or ends a freeze, in the very change has it open from the next one on.
 */
export function windowFindings({
    pair: { stack, from, to },
    windows,
    catalog,
    at,
}: Pick<ChangeCheckArgs, "pair" | "windows" | "catalog" | "at">): readonly CheckFinding[] {
    if (!from?.settings || !from.lock || !to?.settings || !to.lock) return [];
    const [before, now] = [{ settings: from.settings, lock: from.lock }, to.settings];
    const sides = [
        { settings: withoutWaivers(before.settings), windows: windows?.before },
        { settings: withoutWaivers(now), windows: windows?.now },
    ];
    return startsOf(before.lock, to.lock).flatMap((start): readonly CheckFinding[] => {
        const verdicts = sides.map((side) =>
            verdictOf({ ...side, ...start, at }, { ...before, catalog, start, at }),
        );
        const [reason] = verdicts.flatMap(({ reasons }) => reasons);
        const [warning] = verdicts.flatMap(({ warnings }) => warnings);
        const about = { stack, rule: WINDOW_RULE, about: wordsOf(start), file: lockFileName(stack) };
        if (reason !== undefined) {
            const remedy = `Merge it when a window is open, and let ${WINDOW_RULE} be asked again then`;
            const finding: CheckFinding = { ...about, reason, remedy, level: "refused" };
            // Waivers count as the change has them, as everywhere.
            return [waived(finding, { waivers: now.istio.waivers, today: dayOf(at.time) })];
        }
        if (warning === undefined) return [];
        const remedy = "Know that it starts outside of the windows";
        return [{ ...about, reason: warning, remedy, level: "warning" }];
    });
}

function withoutWaivers(settings: StackSettings): StackSettings {
    return { ...settings, istio: { ...settings.istio, waivers: [] } };
}

interface Before extends Pick<ChangeCheckArgs, "catalog" | "at"> {
    readonly settings: StackSettings;
    readonly lock: Lock;
    readonly start: Start;
}

/** What mends is only looked for where it would change something. */
function verdictOf(args: JudgeWindowArgs, before: Before): WaveVerdict {
    const verdict = judgeWindow(args);
    return verdict.reasons.length === 0 ? verdict : judgeWindow({ ...args, mends: mendsOf(before) });
}

/** Faults of what ran before the change that its step mends, as `update` would count them: the nearest release that does. */
function mendsOf({ settings, lock, catalog, at, start: { part, from, to } }: Before): readonly string[] {
    if (part === "strategy" || (part !== "prune" && part !== "cohort" && isTool(part))) return [];
    const { emergency, mended } = chooseTarget(istioRequest(settings, lock), catalog, at);
    if (part === "proxies" || part === "cohort") return mended(from, to);
    return part === "prune" || emergency?.version === to ? (emergency?.mends ?? []) : [];
}

/** What a change starts: pins that rise, cohorts of proxies, a revision that goes, a step to another strategy. */
function startsOf(before: Lock, now: Lock): readonly Start[] {
    const pins = movedParts(before, now)
        .map((part): Start => ({ part, from: pinOf(before, part).version, to: pinOf(now, part).version }))
        .concat(gatewayMoves(before, now).map(({ from, to }): Start => ({ part: "gateway", from, to })))
        .filter(({ from, to }) => semver.gt(to, from));
    const { retiring, proxies, controlPlane, strategyMove } = before.istio;
    const { next } = now.istio.proxies;
    const cohort: readonly Start[] =
        next && reachedPlace(next) > reachedPlace(proxies.next)
            ? [{ part: "cohort", from: proxies.version, to: next.version }]
            : [];
    const prune: readonly Start[] =
        retiring !== undefined && now.istio.retiring === undefined && pins.length === 0
            ? [{ part: "prune", from: retiring, to: proxies.version }]
            : [];
    const moves = FORWARDS.includes(`${strategyMove ?? "none"} → ${now.istio.strategyMove ?? "none"}`);
    const { version } = controlPlane;
    const strategy: readonly Start[] = moves ? [{ part: "strategy", from: version, to: version }] : [];
    return [...pins, ...cohort, ...prune, ...strategy];
}

/** Steps to another strategy; the same backwards are taken back. */
const FORWARDS: readonly string[] = ["none → old", "old → new", "new → none"];

function wordsOf({ part, from, to }: Start): string {
    if (part === "prune") return `prune of ${from}`;
    if (part === "cohort") return `cohorts of the proxies ${from} → ${to}`;
    if (part === "strategy") return "the move to another strategy";
    return `${partLabel(part)} ${from} → ${to}`;
}
