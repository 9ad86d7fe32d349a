import { readWindows } from "../../adapters/files/windows-source";
import { listStacks, readSettings } from "../../adapters/files/settings-source";
import { EVERY_STACK } from "../../lifecycle/holds/hold";
import { freezeSpan } from "../../lifecycle/windows/openings";
import { WINDOWS_FILE } from "../../lifecycle/windows/windows-parse";
import type { CheckFinding } from "./finding";
import type { FleetCheckArgs } from "./fleet-check";

/** What stands in `stacks/windows.yaml` and means nothing: a wave without a stack, a freeze that is over. */
export function windowsFileFindings({
    root,
    at,
}: Pick<FleetCheckArgs, "root" | "at">): readonly CheckFinding[] {
    const { timeZone, windows, freezes, lineOf } = readWindows(root);
    if (windows.length + freezes.length === 0) return [];
    const known = new Set(listStacks(root).map((stack) => readSettings(root, stack).fleet.wave));
    const warn = (key: "windows" | "freezes", index: number, reason: string): CheckFinding => ({
        stack: EVERY_STACK,
        rule: "windows-file",
        about: `${key}.${index}`,
        file: WINDOWS_FILE,
        line: lineOf([key, index]),
        reason,
        remedy: "Correct the entry or delete it",
        level: "warning",
    });
    const unknown = ({ waves }: { readonly waves: readonly number[] }): readonly string[] =>
        waves.filter((wave) => !known.has(wave)).map((wave) => `no stack is in wave ${wave}`);
    const over = (freeze: (typeof freezes)[number]): readonly string[] => {
        const span = freezeSpan({ ...freeze, timeZone: freeze.timeZone ?? timeZone });
        return span.to <= at.time ? [`it ended on ${freeze.to}`] : [];
    };
    return [
        ...windows.flatMap((each, index) => unknown(each).map((reason) => warn("windows", index, reason))),
        ...freezes.flatMap((each, index) =>
            [...unknown(each), ...over(each)].map((reason) => warn("freezes", index, reason)),
        ),
    ];
}
