import { EVERY_STACK, type Hold, type Lift } from "../../lifecycle/holds/hold";
import { HOLDS_FILE } from "../../lifecycle/holds/holds-parse";
import { readHolds } from "../../adapters/files/holds-store";
import { listStacks } from "../../adapters/files/settings-source";
import { indexCatalog, indexTool } from "../../lifecycle/versions/catalog-index";
import { dayOf } from "../../lifecycle/kit/day";
import type { CheckFinding } from "./finding";
import type { FleetCheckArgs } from "./fleet-check";

/** What stands in `stacks/holds.yaml` and means nothing: a stack or a version nobody knows, what is over. */
export function holdsFileFindings({
    root,
    catalog,
    at,
    found,
}: Pick<FleetCheckArgs, "root" | "catalog" | "at" | "found">): readonly CheckFinding[] {
    const { holds, lifts, lineOf } = readHolds(root);
    if (holds.length + lifts.length === 0) return [];
    const known = new Set(listStacks(root));
    const judge = (item: Hold | Lift, key: "holds" | "lifts", index: number): readonly CheckFinding[] => {
        const { stack, system, version, expires } = item;
        const line = lineOf([key, index]);
        const finding = { stack, rule: "hold", about: `${system} ${version}`, file: HOLDS_FILE, line };
        if (stack !== EVERY_STACK && !known.has(stack)) {
            const remedy = `Name one of ${[...known].join(", ")}, or delete the entry`;
            return [{ ...finding, reason: `there is no stack ${stack}`, remedy, level: "refused" }];
        }
        const releases = system === "istio" ? indexCatalog(catalog) : indexTool(catalog, system);
        const remedy = "Correct the entry or delete it";
        const warn = (reason: string): readonly CheckFinding[] => [
            { ...finding, reason, remedy, level: "warning" },
        ];
        if (!releases.byVersion.has(version)) return warn("the catalog knows no such release");
        if (expires !== undefined && expires < dayOf(at.time)) return warn(`it ended on ${expires}`);
        if (key === "lifts" && found !== undefined && !liftsAny(item as Lift, [...found, ...holds])) {
            return warn("it lifts nothing: no such hold is found");
        }
        return [];
    };
    return [
        ...holds.flatMap((hold, index) => judge(hold, "holds", index)),
        ...lifts.flatMap((lift, index) => judge(lift, "lifts", index)),
    ];
}

/** Closed pull requests are known to the forge alone. */
function liftsAny({ of, version, system }: Lift, holds: readonly Hold[]): boolean {
    if (of.startsWith("#")) return true;
    return holds.some(
        (hold) => hold.of?.startsWith(of) === true && hold.version === version && hold.system === system,
    );
}
