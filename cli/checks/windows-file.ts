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
    const { timeZone, windows, freezes } = readWindows(root);
    if (windows.length + freezes.length === 0) return [];
    const waves = new Set(listStacks(root).map((stack) => readSettings(root, stack).fleet.wave));
    const warn = (about: string, reason: string): CheckFinding => ({
        stack: EVERY_STACK,
        rule: "windows-file",
        about,
        file: WINDOWS_FILE,
        reason,
        remedy: "Correct the entry or delete it",
        level: "warning",
    });
    const unknown = [
        ...windows.map(({ schedule, waves: of }) => [`window ${schedule}`, of] as const),
        ...freezes.map(({ from, waves: of }) => [`freeze from ${from}`, of] as const),
    ].flatMap(([about, of]) =>
        of.filter((wave) => !waves.has(wave)).map((wave) => warn(about, `no stack is in wave ${wave}`)),
    );
    const over = freezes
        .filter((freeze) => freezeSpan({ ...freeze, timeZone: freeze.timeZone ?? timeZone }).to <= at.time)
        .map(({ from, to }) => warn(`freeze from ${from}`, `it ended on ${to}`));
    return [...unknown, ...over];
}
