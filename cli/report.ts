import { resolve } from "node:path";

import { writeFileAtomic } from "../adapters/files/atomic-write-store";
import { readCatalog } from "../adapters/files/catalog-store";
import { readFleet } from "../adapters/files/fleet-source";
import { readSettings } from "../adapters/files/settings-source";
import { manifestReader } from "../adapters/files/manifest-source";
import { cohortsReader } from "../adapters/files/stack-source";
import { findLock } from "../adapters/files/update-store";
import { readWindows } from "../adapters/files/windows-source";
import { readEvidence } from "../adapters/git/evidence-source";
import { readEvidenceHistory } from "../adapters/git/evidence-history-source";
import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { type FleetReport, fleetReport } from "../lifecycle/report/fleet-report";
import { upgradeSpan } from "../lifecycle/report/last-upgrade";
import { pastLooks } from "../lifecycle/report/past-looks";
import { reportPage } from "../lifecycle/report/report-page";
import type { Lock } from "../lifecycle/settings/lock";
import { readMoment } from "./at-option";
import type { Invocation } from "./command";
import type { reportCommand } from "./definitions/report";
import { readProjectHolds } from "./read-holds";
import { stackNames } from "./read-stacks";
import { reportMarkdown } from "./report-markdown";

type Invoked = Invocation<typeof reportCommand>;

/** Below the project's root, where .gitignore names it. */
const PAGE = "windlass-report.html";

/** Writes a page about the fleet, or prints a summary or what both are made of. */
export async function run(invocation: Invoked): Promise<ExitStatus> {
    const { root, options, terminal } = invocation;
    const { json, format, output } = options;
    if (output === "" || (json && output !== undefined)) throw wrongOutput(output);
    const report = await readReport(invocation);
    if (json) {
        terminal.print(JSON.stringify(report));
        return ExitStatus.ok;
    }
    const isPage = format === "html";
    const text = isPage ? await reportPage(report) : reportMarkdown(report);
    if (!isPage && output === undefined) {
        terminal.print(text);
        return ExitStatus.ok;
    }
    // A path that somebody types is one from where they stand.
    const path = output === undefined ? resolve(root, PAGE) : resolve(output);
    writeFileAtomic(path, text, output ?? PAGE);
    terminal.print(`${output ?? PAGE} is written.`);
    return ExitStatus.ok;
}

async function readReport(invocation: Invoked): Promise<FleetReport> {
    const { root, options, signal } = invocation;
    const at = readMoment(options);
    const holds = await readProjectHolds(invocation, { at });
    const common = {
        catalog: readCatalog(root),
        fleet: readFleet(root),
        windows: readWindows(root),
        evidence: holds.evidence,
        at,
    };
    const reader = manifestReader(root);
    // What was seen is shown of stacks that do not decide by it too.
    const { byStack } = await readEvidence(root, signal);
    const stacks = stackNames(root, options.stack).map((stack) => {
        signal.throwIfAborted();
        const { lock } = findLock(root, stack);
        const settings = readSettings(root, stack);
        const cohorts = cohortsReader(root, settings, reader);
        return { ...common, settings, lock, holds: holds.of(stack), cohorts };
    });
    const names = new Set(stacks.map(({ settings }) => settings.stack));
    const span = upgradeSpan(
        stacks.flatMap(({ lock }): readonly Lock[] => (lock ? [lock] : [])),
        at.time,
    );
    const history = span ? await readEvidenceHistory({ root, signal, ...span }) : [];
    const looks = pastLooks(history.map((seen) => seen.filter(({ stack }) => names.has(stack))));
    return fleetReport({ stacks, evidence: { seen: byStack, at }, looks });
}

function wrongOutput(value: string | undefined): WindlassError {
    return new WindlassError({
        key: "--output",
        value,
        rule: value === "" ? "names no file" : "--json prints, and writes no file",
        remedy: "Name a file, or leave one of the options out",
    });
}
