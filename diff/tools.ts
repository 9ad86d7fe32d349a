import semver from "semver";

import { TOOL_NAMES } from "../lifecycle/settings/pinned-parts";
import { partName, pinOf } from "../lifecycle/settings/pins";
import type { StackSettings } from "../lifecycle/settings/settings";
import type { Found } from "./finding";
import type { IstioSide } from "./istio";
import { type Phrase, say } from "./phrase";

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
    for (const tool of TOOL_NAMES) {
        if (!from.lock || !to.lock) break;
        const [before, after] = [pinOf(from.lock, tool), pinOf(to.lock, tool)];
        if (before.version === after.version) continue;
        const back = isBack(before.version, after.version);
        const words: Phrase = say`${[partName(tool)]} ${before.version} → ${after.version}${[back ? ", a step back" : ""]}`;
        findings.push({
            section: "tools",
            rule: `tool/${tool}`,
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
