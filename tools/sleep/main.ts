/** A fleet's patch while everybody sleeps: `npm run sleep -- --help`. */
import { writeFileSync } from "node:fs";

import { processTerminal } from "../../cli/terminal";
import { ExitStatus, WindlassError } from "../../lifecycle/kit/errors";
import { exclusively } from "../../adapters/files/exclusive-store";
import { type ActArgs, fileOf, playAct } from "./act";
import type { FleetCohorts } from "./fleet";
import { HELP, type SleepOptions, parseOptions } from "./options";
import { prepareFleet } from "./prepare";
import { type SleepPrograms, requirePrograms } from "./programs";
import { Runner } from "./runner";
import { type Site, removeSite, siteFolders, startSite } from "./site";
import { Snapshot } from "./snapshot";
import { type Night, disappointments, figuresOf, summaryText } from "./summary";

const terminal = processTerminal();
const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => abort.abort(new Error(signal)));

async function main(args: readonly string[]): Promise<ExitStatus> {
    const options = parseOptions(args);
    if (options.help) {
        terminal.print(HELP);
        return ExitStatus.ok;
    }
    const programs = requirePrograms(process.env);
    const { lock } = siteFolders(options.workloads).layout;
    const onWait = (pid: number) =>
        terminal.note(`Waiting for process ${pid}, which plays with as many workloads …`);
    return exclusively(`${lock}.sleep`, () => play(options, programs), { signal: abort.signal, onWait });
}

async function play(options: SleepOptions, programs: SleepPrograms): Promise<ExitStatus> {
    const { workloads, acts, json } = options;
    const nights: Night[] = [];
    let isGood = true;
    const runner = new Runner();
    abort.signal.addEventListener("abort", () => runner.stop(), { once: true });
    try {
        for (const act of acts) {
            const night = await withFleet(options, { programs, runner }, (site, cohorts) =>
                playAct({
                    site,
                    act,
                    runner,
                    options,
                    cohorts,
                    tell,
                    say,
                    signal: abort.signal,
                } satisfies ActArgs),
            );
            nights.push(night);
            const file = fileOf(options, act, "json");
            writeFileSync(file, `${JSON.stringify({ figures: figuresOf(night), ...night })}\n`);
            terminal.note(`${act}: the timeline is ${file}`);
            for (const sentence of disappointments(night)) {
                isGood = false;
                terminal.note(`${act}: ${sentence}`);
            }
        }
    } finally {
        runner.stop();
        await removeSite(workloads);
        if (nights.length > 0)
            terminal.print(
                json
                    ? JSON.stringify(nights.map((night) => ({ ...figuresOf(night), use: night.use })))
                    : summaryText(nights),
            );
    }
    return isGood ? ExitStatus.ok : ExitStatus.bug;
}

/** Lets something be done with a fleet as it is before any night: from a snapshot, else made anew. */
async function withFleet<T>(
    options: SleepOptions,
    { programs, runner }: { readonly programs: SleepPrograms; readonly runner: Runner },
    work: (site: Site, cohorts: FleetCohorts) => Promise<T>,
): Promise<T> {
    const { workloads, seed, qps, maxAnalyses } = options;
    const { signal } = abort;
    const cohorts = { shares: SHARES, maxAnalyses, failureBudget: BUDGET };
    const snapshot = new Snapshot({ workloads, cohorts });
    await removeSite(workloads);
    const start = () => startSite({ workloads, seed, qps, programs, say, signal });
    if (options.snapshot && snapshot.exists()) {
        say("Taking the prepared cluster from the cache …");
        snapshot.restore();
    } else {
        const began = performance.now();
        const site = await start();
        try {
            await prepareFleet(site, {
                workloads,
                runner,
                cohorts,
                istioctl: programs.istioctl,
                say,
                signal,
            });
        } finally {
            await site.halt();
        }
        terminal.note(`The fleet was made in ${((performance.now() - began) / 1000).toFixed(0)} s`);
        if (options.snapshot) snapshot.save();
    }
    const site = await start();
    try {
        return await work(site, cohorts);
    } finally {
        await site.halt();
    }
}

/** Percent of the workloads that have moved after each cohort. */
const SHARES = [10, 100];
/** Of three bad workloads one more than may fail. */
const BUDGET = 2;

/** Milliseconds between two lines of progress where no terminal shows it: a log is to tell how far it is. */
const LINE = 20_000;
let saidAt = 0;

function say(text: string): void {
    terminal.progress(text);
    if (process.stderr.isTTY || performance.now() - saidAt < LINE) return;
    saidAt = performance.now();
    terminal.note(text);
}

function tell(text: string): void {
    terminal.note(text);
}

main(process.argv.slice(2)).then(
    (status) => (process.exitCode = abort.signal.aborted ? ExitStatus.interrupted : status),
    (error: unknown) => {
        if (abort.signal.aborted) process.exitCode = ExitStatus.interrupted;
        else if (error instanceof WindlassError) {
            terminal.note(error.message);
            process.exitCode = error.exitStatus;
        } else {
            terminal.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
            process.exitCode = ExitStatus.bug;
        }
    },
);
