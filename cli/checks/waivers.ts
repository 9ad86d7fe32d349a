import { closest } from "../../lifecycle/kit/closest";
import { MASS_DELETION } from "../../lifecycle/policy/mass-deletion";
import { COHORTS_RULE } from "./cohorts";
import { EVIDENCE_RULE } from "../../lifecycle/upgrade/judge-seen";
import { WINDOW_RULE } from "../../lifecycle/upgrade/judge-window";
import { POLICY_RULES } from "../../lifecycle/policy/rules";
import type { Waiver } from "../../lifecycle/settings/settings";
import type { Stack } from "../../lifecycle/stack/stack";
import type { Catalog } from "../../lifecycle/versions/catalog";
import { indexCatalog } from "../../lifecycle/versions/catalog-index";
import { DAY, dayOf } from "../../lifecycle/kit/day";
import { isInRange, parseRange } from "../../lifecycle/kit/range";
import type { Moment } from "../../lifecycle/versions/request";
import type { CheckFinding } from "./finding";
import { readUpgradeNotes } from "../../adapters/files/upgrade-notes-source";
import { settingPlace } from "./setting-place";

/** Rules of a stack as it is, whose findings a waiver lets pass. */
const STANDING: readonly string[] = [...POLICY_RULES.map(({ id }) => id), "shared-cluster", "shared-path"];
/** Gates that a waiver opens (lifecycle/versions/gates), and rules of a change, which show with --from only. */
const OTHERS: readonly string[] = [
    "age",
    "support",
    "kubernetes",
    "artifacts",
    "client",
    MASS_DELETION,
    EVIDENCE_RULE,
    WINDOW_RULE,
    COHORTS_RULE,
];

/** Longest a waiver may hold: what nobody looks at again within a year is no exception but the rule. */
const LONGEST_DAYS = 366;

/** What {@link waiverFindings} works on. */
export interface WaiverFindingsArgs {
    readonly root: string;
    readonly stack: Stack;
    readonly catalog: Catalog;
    readonly at: Moment;
    /** Everything else there is to say, of this stack and of others. */
    readonly findings: readonly CheckFinding[];
}

/** Waivers of a stack that have ended, that never end, and that let nothing pass. */
export function waiverFindings({
    root,
    stack,
    catalog,
    at,
    findings,
}: WaiverFindingsArgs): readonly CheckFinding[] {
    const { stack: name, istio } = stack.settings;
    if (istio.waivers.length === 0) return [];
    const own = findings.filter((finding) => finding.stack === name);
    const bulletins = bulletinIds(catalog);
    const notes = readUpgradeNotes(root).flatMap((move) => move.notes.map((note) => note.id));
    const known = [...STANDING, ...OTHERS, ...bulletins, ...notes, ...findings.map(({ rule }) => rule)];
    return istio.waivers.flatMap((waiver, index): readonly CheckFinding[] => {
        const { id } = waiver;
        const place = settingPlace(root, name, ["istio", "waivers", index]);
        const common = { stack: name, about: `waiver of ${id}`, ...place };
        const end = endFault(waiver, at, own);
        if (end) return [{ ...common, ...end }];
        const [rule = ""] = id.split(":");
        const useless = (reason: string, remedy: string) => [
            { ...common, rule: "useless-waiver", reason, remedy, level: "warning" as const },
        ];
        if (!known.includes(id) && !known.includes(rule)) {
            const suggestion = closest(id, known);
            return useless(
                "no rule, gate or bulletin has this name",
                suggestion === undefined ? "Correct the name, or remove it" : `Did you mean ${suggestion}`,
            );
        }
        if (STANDING.includes(id) && !own.some((finding) => finding.rule === id))
            return useless(`it lets nothing pass: there is no finding of ${id}`, "Remove it");
        if (bulletins.has(id) && !concerns(id, stack, catalog))
            return useless("the bulletin affects no version the stack pins or may pick", "Remove it");
        return [];
    });
}

/** What is wrong with a waiver's last day. */
function endFault(
    { id, expires }: Waiver,
    at: Moment,
    findings: readonly CheckFinding[],
): Pick<CheckFinding, "rule" | "reason" | "remedy" | "level"> | undefined {
    if (expires < dayOf(at.time)) {
        const hid = findings.some(
            ({ level, rule, waivers = [] }) => level === "refused" && (rule === id || waivers.includes(id)),
        );
        return {
            rule: "expired-waiver",
            reason: hid
                ? `it ended on ${expires}, and what it let pass is refused again`
                : `it ended on ${expires}`,
            remedy: hid ? "Mend what it hid, or give it a later day with its reason" : "Remove it",
            level: hid ? "refused" : "warning",
        };
    }
    const longest = dayOf(at.time + LONGEST_DAYS * DAY);
    if (expires <= longest) return undefined;
    return {
        rule: "endless-waiver",
        reason: `it ends on ${expires}, more than a year from now: nobody will look at it again`,
        remedy: `Give it a last day up to ${longest}`,
        level: "refused",
    };
}

function bulletinIds(catalog: Catalog): ReadonlySet<string> {
    const { bulletins, advisories, clientFaults } = catalog;
    return new Set([...bulletins, ...advisories, ...clientFaults].map(({ id }) => id));
}

/** Whether a bulletin is about a version that runs, or that the resolver may propose. */
function concerns(id: string, { settings, lock }: Stack, catalog: Catalog): boolean {
    const index = indexCatalog(catalog);
    const { controlPlane, proxies } = lock.istio;
    const pinned = [controlPlane.version, proxies.version];
    const range = parseRange(settings.istio.range);
    return index.candidates
        .filter(
            ({ version }) =>
                pinned.includes(version) || isInRange(version, range, settings.istio.allowPrerelease),
        )
        .some(({ semver, date }) =>
            [...index.faultsOf(semver, date), ...index.clientFaultsOf(semver)].some(
                (fault) => fault.id === id,
            ),
        );
}
