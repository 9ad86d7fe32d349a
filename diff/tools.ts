import semver from "semver";

import type { Lock } from "../lifecycle/settings/lock";
import type { StackSettings } from "../lifecycle/settings/settings";
import type { Found } from "./finding";
import type { IstioSide } from "./istio";
import { type Phrase, say } from "./phrase";

/** Pins of the tools, and where each stands in a lock. */
const PINS: readonly (readonly [string, string, (lock: Lock) => { version: string; since: string }])[] = [
    ["flux", "Flux", ({ flux }) => flux.distribution],
    ["flux-operator", "flux-operator", ({ flux }) => flux.operator],
    ["flagger", "Flagger", ({ flagger }) => flagger.release],
];

/** Where the tools' parts come from. */
const SOURCES: readonly (readonly [string, string, (settings: StackSettings) => string])[] = [
    ["flux", "Flux is installed by", ({ flux }) => flux.bootstrap],
    ["flux", "flux-operator's chart comes from", ({ flux }) => flux.charts],
    ["flux", "Flux's images come from", ({ flux }) => flux.registry],
    ["flux", "Flux's manifests come from", ({ flux }) => flux.artifact ?? "flux-operator itself"],
    ["flux", "Flux reads the repository", ({ flux }) => flux.git.url ?? "none"],
    ["flux", "Flux reads the branch", ({ flux }) => flux.git.branch],
    ["flagger", "Flagger's charts come from", ({ flagger }) => flagger.charts],
    ["flagger", "Flagger's images come from", ({ flagger }) => flagger.registry],
    ["flagger", "Flagger asks the Prometheus", ({ flagger }) => flagger.prometheus || "of its own chart"],
];

/** What changed in which Flux and Flagger a stack runs, and where they come from. */
export function toolFindings(from: IstioSide, to: IstioSide): readonly Found[] {
    const findings: Found[] = [];
    for (const [rule, name, pinOf] of from.lock && to.lock ? PINS : []) {
        const [before, after] = [from.lock && pinOf(from.lock), to.lock && pinOf(to.lock)];
        if (!before || !after || before.version === after.version) continue;
        const back = isBack(before.version, after.version);
        const words: Phrase = say`${[name]} ${before.version} → ${after.version}${[back ? ", a step back" : ""]}`;
        findings.push({
            section: "tools",
            rule: `tool/${rule}`,
            level: back ? "alarm" : "info",
            words,
            details: [say`pinned on ${after.since}`],
            merge: true,
        });
    }
    for (const [rule, name, read] of from.settings && to.settings ? SOURCES : []) {
        const [before, after] = [from.settings && read(from.settings), to.settings && read(to.settings)];
        if (before === undefined || after === undefined || before === after) continue;
        findings.push({
            section: "tools",
            rule: `tool/${rule}-source`,
            level: "caution",
            words: say`${[name]} ${before} → ${after}`,
        });
    }
    return findings;
}

function isBack(from: string, to: string): boolean {
    return semver.valid(from) !== null && semver.valid(to) !== null && semver.lt(to, from);
}
