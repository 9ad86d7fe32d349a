import { resolve } from "node:path";

import { readCatalog } from "../adapters/files/catalog-store";
import { readFleet } from "../adapters/files/fleet-source";
import { readSettings } from "../adapters/files/settings-source";
import { writeText } from "../adapters/files/atomic-write-store";
import { findLock } from "../adapters/files/update-store";
import { readWindows } from "../adapters/files/windows-source";
import { ExitStatus } from "../lifecycle/kit/errors";
import { fleetReport } from "../lifecycle/report/fleet-report";
import { reportPage } from "../lifecycle/report/report-page";
import { readMoment } from "./at-option";
import type { Invocation } from "./command";
import type { reportCommand } from "./definitions/report";
import { readProjectHolds } from "./read-holds";
import { stackNames } from "./read-stacks";

/** Writes a page about the fleet, or prints what it is made of. */
export async function run(invocation: Invocation<typeof reportCommand>): Promise<ExitStatus> {
    const { root, options, terminal } = invocation;
    const at = readMoment(options);
    const holds = await readProjectHolds(invocation, { at });
    const { evidence } = holds;
    const common = {
        catalog: readCatalog(root),
        fleet: readFleet(root),
        windows: readWindows(root),
        evidence,
        at,
    };
    const stacks = stackNames(root, options.stack).map((stack) => {
        const { lock } = findLock(root, stack);
        return { ...common, settings: readSettings(root, stack), lock, holds: holds.of(stack) };
    });
    const report = fleetReport({ stacks, evidence });
    if (options.json) {
        terminal.print(JSON.stringify(report));
        return ExitStatus.ok;
    }
    writeText(resolve(root), options.output, await reportPage(report));
    terminal.print(`${options.output} is written.`);
    return ExitStatus.ok;
}
