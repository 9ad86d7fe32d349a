import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readCatalog } from "../adapters/files/catalog-store";
import { readEvidenceHistory } from "../adapters/git/evidence-history-source";
import { recordEvidence } from "../adapters/git/evidence-store";
import { reportMarkdown } from "../cli/report-markdown";
import { table } from "../cli/table";
import type { Evidence } from "../lifecycle/evidence/evidence";
import { fleetReport } from "../lifecycle/report/fleet-report";
import { pastLooks } from "../lifecycle/report/past-looks";
import { reportPage } from "../lifecycle/report/report-page";
import { bookOf, seenWhole } from "../test/support/seen";
import { movedLock } from "../test/support/report-fleet";
import { decideArgs } from "../test/support/stack-pins";

/** Stacks of the fleet, in five waves, each with a cluster that was looked at once a day. */
const STACKS = 100;
const LOOKS = 24;
const START = Date.parse("2026-09-11T00:00:00Z");
/** Most of this process's own time a report of them may take, in milliseconds. */
const BUDGET = 1000;

async function main(): Promise<void> {
    const root = mkdtempSync(join(tmpdir(), "windlass-bench-"));
    try {
        await measure(root);
    } finally {
        rmSync(root, { recursive: true, force: true });
    }
}

async function measure(root: string): Promise<void> {
    readCatalog(join(__dirname, ".."));
    const members = Array.from({ length: STACKS }, (_, index) => {
        const day = `2026-09-${String(5 + (index % 5) * 5).padStart(2, "0")}`;
        return { stack: `stack-${index}`, wave: index % 5, lock: movedLock("1.31.1", "1.31.0", day) };
    });
    const seen = (hours: number): readonly Evidence[] =>
        members.map(({ stack, lock }) => {
            const at = new Date(START + hours * 3_600_000);
            return {
                ...seenWhole(lock, { seen: at.toISOString().replace(".000", ""), verified: [] }),
                stack,
            };
        });
    execFileSync("git", ["-C", root, "init", "--quiet"]);
    for (let look = 0; look < LOOKS; look++) {
        const looks = new Map(seen(look * 24).map((each) => [each.stack, () => each]));
        process.env["GIT_COMMITTER_DATE"] = `${START / 1000 + look * 86_400} +0000`;
        await recordEvidence({ root, looks });
    }
    const evidence = bookOf(seen((LOOKS - 1) * 24));
    const stacks = members.map(({ stack, wave, lock }) => {
        const args = decideArgs(lock, {}, { fleet: { wave } });
        return { ...args, settings: { ...args.settings, stack }, evidence };
    });
    const rows: string[][] = [];
    const total = { wall: 0, cpu: 0 };
    const timed = async <T>(name: string, run: () => T | Promise<T>): Promise<T> => {
        const before = process.cpuUsage();
        const start = performance.now();
        const result = await run();
        const wall = performance.now() - start;
        const { user, system } = process.cpuUsage(before);
        total.wall += wall;
        total.cpu += (user + system) / 1000;
        rows.push([name, wall.toFixed(0), ((user + system) / 1000).toFixed(0)]);
        return result;
    };
    const span = { from: START - 86_400_000, until: Date.parse("2026-10-05T00:00:00Z") };
    const history = await timed("what was seen, from the branch", () =>
        readEvidenceHistory({ root, ...span }),
    );
    const report = await timed("the report", () =>
        fleetReport({ stacks, evidence, looks: pastLooks(history) }),
    );
    const page = await timed("the page, the plot's library included", () => reportPage(report));
    await timed("Markdown", () => reportMarkdown(report));
    rows.push(["all", total.wall.toFixed(0), total.cpu.toFixed(0)]);
    process.stdout.write(`${table([`REPORT OF ${STACKS} STACKS`, "WALL MS", "CPU MS"], rows)}\n`);
    process.stdout.write(`${history.length} times looked; the page has ${page.length} characters.\n`);
    if (total.cpu > BUDGET) process.exitCode = 1;
}

void main();
