import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { reconcileNow } from "../../test/support/reconcile-now";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { type Stopwatch, git } from "./commands";
import { STACK } from "./fleet";
import type { LoopbackForge } from "./loopback-forge";
import { commandEnv } from "./prepare";
import type { Runner } from "./runner";
import type { Site } from "./site";

/** What happened in a night, beside what was seen each second. */
export interface NightEvent {
    /** Seconds since it began. */
    readonly second: number;
    readonly what: "seen" | "proposed" | "merged" | "refused" | "left to a person" | "killed" | "ended";
    readonly about: string;
}

/** What {@link runNight} needs. */
export interface NightArgs {
    readonly site: Site;
    readonly forge: LoopbackForge;
    readonly runner: Runner;
    /** Seconds after which it is given up. */
    readonly patience: number;
    /** Seconds since it began. */
    readonly second: () => number;
    readonly tell: (event: NightEvent) => void;
    /** Told how long Windlass and the forge take. */
    readonly clock: Stopwatch;
    readonly signal: AbortSignal;
}

/** How a night ended. */
export interface NightEnd {
    /** `done`: nothing is left to do; `held`: a version is held, and the cluster is whole; `late`: it was given up. */
    readonly how: "done" | "held" | "late";
    /** What `update` said last. */
    readonly reasons: readonly string[];
}

/** Milliseconds between two looks of Windlass. */
const PAUSE = 5_000;
/** Rounds in a row in which nothing may move and the cluster is whole, before that is the end. */
const STILL = 3;

interface Outcome {
    readonly action: "step" | "none" | "held";
    readonly reasons: readonly string[];
    readonly step?: {
        readonly part: string;
        readonly from: string;
        readonly to: string;
        readonly why: string;
    };
}

/**
 * What the workflows of docs/automation.md do while nobody is there: look and record, take the next step, propose it, let the
 * forge check and merge it, and begin anew when what it waits for was seen.
 */
export async function runNight(args: NightArgs): Promise<NightEnd> {
    const { second, patience, signal } = args;
    let reasons: readonly string[] = [];
    let still = 0;
    let before: number | undefined;
    while (second() < patience) {
        signal.throwIfAborted();
        const seen = await look(args);
        if (seen !== before)
            args.tell({ second: second(), what: "seen", about: HEALTH[seen] ?? String(seen) });
        before = seen;
        if (seen === ExitStatus.ok || seen === ExitStatus.failing) {
            const outcome = await step(args);
            if (outcome.action === "step") still = 0;
            else if (outcome.action === "none") return { how: "done", reasons: outcome.reasons };
            else still = seen === ExitStatus.ok ? still + 1 : 0;
            reasons = outcome.reasons;
            if (still === STILL) return { how: "held", reasons };
        }
        await sleep(PAUSE, undefined, { signal });
    }
    return { how: "late", reasons };
}

/** What `windlass status` says by its exit status. */
const HEALTH: Readonly<Record<number, string>> = {
    [ExitStatus.ok]: "whole",
    [ExitStatus.behind]: "behind",
    [ExitStatus.failing]: "failing",
    [ExitStatus.unreachable]: "unreachable",
};

/** The watching job: what was seen becomes evidence, where every machine reads it. */
async function look({ site, runner, clock }: NightArgs): Promise<number> {
    const statuses = [ExitStatus.ok, ExitStatus.behind, ExitStatus.failing, ExitStatus.unreachable];
    const where = { cwd: site.project, env: commandEnv(site), statuses };
    const { status } = await clock.time("status --record", () =>
        runner.windlass(["status", "--stack", STACK, "--record", "--push", "--json"], where),
    );
    return status;
}

/** The update job, the checks of its pull request, and the merge: one step, where one may be taken. */
async function step({ site, forge, runner, second, tell, clock, signal }: NightArgs): Promise<Outcome> {
    const where = { cwd: site.project, env: { ...commandEnv(site), ...forge.env() }, signal };
    const update = ["update", "--stack", STACK, "--only", "istio", "--take-back", "--offline", "--json"];
    const statuses = [ExitStatus.ok, ExitStatus.noCandidate];
    const { printed } = await clock.time("update", () => runner.windlass(update, { ...where, statuses }));
    const [outcome] = JSON.parse(printed) as readonly Outcome[];
    if (!outcome) throw new Error(`update says nothing of ${STACK}`);
    if (outcome.action !== "step" || !outcome.step) return outcome;
    const { part, from, to } = outcome.step;
    const about = `${part} ${from} → ${to}: ${outcome.step.why}`;
    await clock.time("render", () => runner.windlass(["render", "--delivered"], where));
    const steps = join(site.layout.folder, "steps.json");
    writeFileSync(steps, printed);
    await clock.time("forge propose", () => runner.windlass(["forge", "propose", "--steps", steps], where));
    tell({ second: second(), what: "proposed", about });
    // What was proposed is on its branch; this clone is the workflow's, which begins anew each time.
    await git(["reset", "--quiet", "--hard"], where);
    await git(["clean", "--quiet", "--force", "-d"], where);
    for (const { pull, merged, check } of await clock.time("check, merge", () => forge.settle())) {
        if (merged === undefined) {
            tell({ second: second(), what: "refused", about: `${pull.title}: ${check?.said ?? ""}` });
            throw new Error(`The check of ${pull.title} fails: ${check?.said}`);
        }
        tell({ second: second(), what: "merged", about: pull.title });
        await git(["pull", "--quiet", "--ff-only", "origin", "main"], where);
        await reconcileNow(site.api, REPOSITORY);
    }
    for (const pull of forge.pulls.filter(({ state, merge }) => state === "open" && !merge))
        tell({ second: second(), what: "left to a person", about: pull.title });
    return outcome;
}

/** The mesh's repository, as Flux knows it: a forge's webhook has it fetched. */
const REPOSITORY = "/apis/source.toolkit.fluxcd.io/v1/namespaces/flux-system/gitrepositories/windlass";
