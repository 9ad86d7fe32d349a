import semver from "semver";

import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import type { UpgradeStrategy } from "../lifecycle/settings/settings";
import { requireSafe } from "../lifecycle/upgrade/check-plan";
import { type WayStop, kubernetesWay } from "../lifecycle/upgrade/kubernetes-way";
import type { UpgradeStep } from "../lifecycle/upgrade/upgrade-step";
import { type MinorChoice, planUpgrade } from "../lifecycle/upgrade/plan-upgrade";
import { stepLabel } from "../lifecycle/upgrade/titles";
import type { Catalog } from "../lifecycle/versions/catalog";
import { readCatalog } from "../adapters/files/catalog-store";
import { parseKubernetesVersion } from "../lifecycle/kit/kubernetes-version";
import { describeMinors } from "../lifecycle/versions/minors";
import { type Moment, parseSidecarVersion } from "../lifecycle/versions/request";
import { resolve } from "../lifecycle/versions/resolve";
import { readMoment } from "./at-option";
import type { Invocation, OptionValues } from "./command";
import type { wayCommand } from "./definitions/way";
import { readOption } from "./option-value";
import { table } from "./table";
import type { Terminal } from "./terminal";

/** A way, as `--json` prints it. */
interface WayDocument {
    readonly from: string;
    readonly proxies: string;
    readonly to: string;
    readonly strategy: UpgradeStrategy;
    readonly steps: readonly UpgradeStep[];
    /** Releases of the control plane on the way, with what they run on. */
    readonly stops: readonly WayStop[];
    /** Why there is no way. */
    readonly reasons: readonly string[];
}

/** Says how a mesh gets from any release of Istio to a supported one. */
export function run({ root, options, terminal }: Invocation<typeof wayCommand>): ExitStatus {
    const catalog = readCatalog(root);
    const at = readMoment(options);
    const document = wayOf(readWay(options, catalog, at), catalog, at);
    terminal.print(options.json ? JSON.stringify(document) : wayText(document, terminal));
    return document.reasons.length > 0 ? ExitStatus.noCandidate : ExitStatus.ok;
}

interface WayQuestion extends Pick<WayDocument, "from" | "proxies" | "to" | "strategy"> {
    readonly kubernetes?: string;
    /** `5%`, `100%`. */
    readonly cohorts?: readonly string[];
}

function wayOf({ kubernetes, cohorts, ...question }: WayQuestion, catalog: Catalog, at: Moment): WayDocument {
    const { from, proxies, to, strategy } = question;
    const newest = new Map(describeMinors(catalog, at).map((minor) => [minor.minor, minor.newest]));
    const bestOfMinor = (minor: string): MinorChoice => {
        const version = newest.get(minor);
        return version === undefined
            ? { reason: `the way goes over ${minor}, and the catalog knows no release of it` }
            : { version };
    };
    const start = { controlPlane: from, proxies, target: to, strategy };
    const { steps, refusal } = planUpgrade({ ...start, bestOfMinor, cohorts });
    if (refusal !== undefined) return { ...question, steps: [], stops: [], reasons: [refusal] };
    requireSafe({ ...start, steps });
    const moved = steps.filter(({ part }) => part === "control-plane").map((step) => step.to);
    const stops = kubernetesWay({ catalog, versions: [from, ...moved], kubernetes, at: at.time });
    return { ...question, steps, stops, reasons: [] };
}

function readWay(options: OptionValues<typeof wayCommand>, catalog: Catalog, at: Moment): WayQuestion {
    const { strategy } = options;
    const from = version("--from", options.from);
    if (from === undefined)
        throw new WindlassError({
            key: "--from",
            rule: "A version is needed",
            remedy: "Name what runs now: --from 1.19.3",
        });
    const kubernetes = readOption(
        "--kubernetes",
        options.kubernetes,
        (text) => parseKubernetesVersion(text).minor,
    );
    const cohorts = readOption("--shares", options.shares, readShares);
    const to = version("--to", options.to) ?? best(from, catalog, at);
    return {
        from,
        proxies: version("--proxies", options.proxies) ?? from,
        to,
        strategy,
        kubernetes,
        cohorts,
    };
}

/** Cohorts of shares such as `5,20,50`, the last of which are all workloads. */
function readShares(text: string): readonly string[] {
    const shares = text.split(",").map(Number);
    const isGood = shares.every(
        (share, index) =>
            Number.isInteger(share) && share >= 1 && share <= 100 && share > (shares[index - 1] ?? 0),
    );
    if (isGood) return [...new Set([...shares, 100])].map((share) => `${share}%`);
    throw new WindlassError({
        value: text,
        rule: "must be whole percents from 1 to 100, each greater than the one before",
        remedy: "Write them as 5,20,50",
    });
}

/** The release anybody would run who began today. */
function best(from: string, catalog: Catalog, at: Moment): string {
    const { version: found } = resolve({ range: `>=${from}` }, catalog, at);
    if (found !== null) return found;
    throw new WindlassError({
        key: "--to",
        rule: `No release from ${from} on may be picked`,
        remedy: "Name one, or run npm run -s windlass -- catalog refresh",
        exitStatus: ExitStatus.noCandidate,
    });
}

function version(option: string, text: string | undefined): string | undefined {
    return readOption(option, text, (value) => parseSidecarVersion(value).version);
}

function wayText(document: WayDocument, terminal: Terminal): string {
    const { from, proxies, to, strategy, steps, stops, reasons } = document;
    const pins = from === proxies ? from : `${from}, proxies ${proxies}`;
    if (reasons.length > 0) {
        const head = `${pins} → ${terminal.paint("bad", `no way to ${to}`)}`;
        return [
            head,
            ...reasons.map((reason) => `  ${terminal.paint("warning", "because")}  ${reason}`),
        ].join("\n");
    }
    if (steps.length === 0) return `${pins}: nothing to do`;
    const known = new Map(stops.map((stop) => [stop.version, stop]));
    const rows = steps.map(({ part, from: old, to: next, through, why }, index) => {
        const stop = part === "control-plane" ? known.get(next) : undefined;
        return [
            String(index + 1),
            stepLabel({ part, from: old, to: next, through }),
            part === "prune" ? old : part === "restore" ? next : `${old} → ${next}`,
            stop?.upgrade === undefined ? "" : `first to ${stop.upgrade}`,
            why,
        ];
    });
    const gaps = stops.flatMap(({ gap }) => gap ?? []);
    const direction = semver.gte(to, from) ? "" : " (back)";
    return [
        `${pins} → ${terminal.paint("good", to)}${direction}, ${strategy}, ${steps.length} steps`,
        "",
        table(["STEP", "PART", "VERSIONS", "KUBERNETES", "SAFE BECAUSE"], rows),
        ...gaps.map((gap) => `\n${terminal.paint("warning", "warning")}  ${gap}`),
    ].join("\n");
}
