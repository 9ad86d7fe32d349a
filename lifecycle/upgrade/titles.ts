import semver from "semver";

import { strictVersion } from "../kit/version-order";
import { PINNED_PARTS, type PinnedPart } from "../settings/pinned-parts";
import { partLabel } from "../settings/pins";
import type { MeshStep } from "./skew";
import type { Action, UpdatePart, UpdateStep } from "./decision";

/** How a change is called in a pull request. */
export interface ChangeTitle {
    /** One line of plain text. */
    readonly title: string;
    /** Name of a branch: letters, digits, dots, dashes and slashes. The same change has the same name. */
    readonly branch: string;
}

/**
 * Title and branch of a change. They are made of the stack's name, words of ours and versions that were parsed and
 * written anew: nothing that came from outside reaches a workflow as it was.
 *
 * @returns undefined where nothing changes
 */
export function changeTitle(
    stack: string,
    action: Action,
    step: UpdateStep | undefined,
    version: string | null,
): ChangeTitle | undefined {
    if (action === "created" && version !== null) {
        return {
            title: `${stack}: first lock, Istio ${exact(version)}`,
            branch: `windlass/${stack}/first-lock`,
        };
    }
    if (action !== "step" || !step) return undefined;
    const { part } = step;
    const [from, to] = [exact(step.from), exact(step.to)];
    const said: Readonly<Record<Exclude<UpdatePart, PinnedPart>, string>> = {
        settings: `follow the settings at ${to}`,
        digests: `digests of ${to}`,
        cohort: `Istio proxies ${cohortWords({ ...step, from, to })}`,
        restore: `bring back the Istio revision ${to}`,
        strategy: `a second istiod ${to}, of the other strategy`,
        "strategy-proxies": `proxies ${to} to the istiod of the other strategy`,
        "strategy-prune": `remove the istiod ${to} of the strategy before`,
        prune: `remove the retired Istio revision ${from}`,
    };
    // A name of the settings, which only holds letters, digits and dashes.
    const name = step.gateway === undefined ? "" : ` ${step.gateway}`;
    const title = `${stack}: ${isPinned(part) ? `${PINNED_PARTS[part].title}${name} ${from} → ${to}` : said[part]}`;
    return {
        title,
        branch: `windlass/${stack}/${part}${name.replace(" ", "-")}-${part === "prune" ? from : to}${cohortSuffix(step)}`,
    };
}

/** What a step of a cohort moves: `1.30.5 → 1.31.1, cohorts through 20%`; back, those after it. */
export function cohortWords({ from, to, through }: Pick<UpdateStep, "from" | "to" | "through">): string {
    const isBack = semver.lt(to, from);
    if (isBack)
        return `${from} → ${to}, ${through === undefined ? "all cohorts" : `cohorts after ${through}`}`;
    return `${from} → ${to}, cohorts through ${through ?? "none"}`;
}

/** Part of a step, as a table of a plan calls it: `proxies, cohort 20%`. */
export function stepLabel(step: MeshStep): string {
    const { part, from, to, through, gateway } = step;
    if (part === "prune" || part === "restore") return part;
    if (part !== "cohort") return gateway === undefined ? partLabel(part) : `${partLabel(part)} ${gateway}`;
    const isBack = semver.lt(to, from);
    if (isBack) return through === undefined ? "proxies, all cohorts" : `proxies, cohorts after ${through}`;
    return `proxies, cohort ${through ?? "none"}`;
}

/** Each cohort has a branch of its own: `-12.5`, `-last-50`. */
function cohortSuffix({ part, through = "none" }: UpdateStep): string {
    return part === "cohort" ? `-${through.replace("%", "").replace(" ", "-")}` : "";
}

/** Title and branch of a proposal to widen a range. */
export function proposalTitle(stack: string, version: string): ChangeTitle {
    const to = exact(version);
    return { title: `${stack}: allow Istio ${to}`, branch: `windlass/${stack}/allow-${to}` };
}

function isPinned(part: UpdatePart): part is PinnedPart {
    return Object.hasOwn(PINNED_PARTS, part);
}

function exact(version: string): string {
    const parsed = strictVersion(version);
    if (!parsed) throw new Error(`no exact version: ${JSON.stringify(version)}`);
    return parsed.version;
}
