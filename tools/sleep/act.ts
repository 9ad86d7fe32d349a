import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

import { seededRandom } from "../../test/support/fuzz-seed";
import { readAccess } from "../test-bed/state-store";
import { type CheckOutcome, LoopbackForge } from "./loopback-forge";
import { Stopwatch, git } from "./commands";
import { type FleetCohorts, NEW, STACK, fleetWorkloads } from "./fleet";
import { killNowAndThen } from "./kills";
import { Meter } from "./meter";
import { type NightEvent, runNight } from "./night";
import type { Act, SleepOptions } from "./options";
import { commandEnv } from "./prepare";
import type { Runner } from "./runner";
import type { Site } from "./site";
import type { Night } from "./summary";
import { NightWatch } from "./watch";

export interface ActArgs {
    readonly site: Site;
    readonly act: Act;
    readonly options: SleepOptions;
    readonly runner: Runner;
    readonly cohorts: FleetCohorts;
    /** Told what happened, and how far it is. */
    readonly tell: (text: string) => void;
    readonly say: (text: string) => void;
    readonly signal: AbortSignal;
}

/** How many workloads a bad proxy is bad for. */
const BAD = 3;

/** Plays one night on a fleet that is at rest. */
export async function playAct(args: ActArgs): Promise<Night> {
    const { site, act, options, runner, cohorts, tell, say, signal } = args;
    const { workloads, seed, minutes } = options;
    const access = readAccess(site.layout);
    if (!access) throw new Error(`${site.layout.name} is not up`);
    if (act === "bad") await makeBad(site, workloads, seed);
    const forge = new LoopbackForge({
        repository: site.repository,
        signal,
        check: (commit, base) => check(site, { commit, base, runner, signal }),
    });
    await forge.start();
    const watch = new NightWatch(access, cohorts);
    const meter = new Meter(site.layout, site.api);
    const end = new AbortController();
    const both = AbortSignal.any([signal, end.signal]);
    const second = () => watch.second();
    const stopwatch = new Stopwatch();
    const events: NightEvent[] = [];
    const note = (event: NightEvent): void => {
        events.push(event);
        tell(`${act} ${clock(event.second)} ${event.what}: ${event.about.split("\n")[0]}`);
    };
    const progress = setInterval(() => say(progressText(act, watch)), 1_000);
    const kills =
        act === "kills"
            ? killNowAndThen({ site, seed, second, tell: note, signal: both })
            : Promise.resolve();
    try {
        const ended = await runNight({
            site,
            forge,
            runner,
            second,
            tell: note,
            clock: stopwatch,
            signal,
            patience: minutes * 60,
        });
        note({ second: second(), what: "ended", about: ended.how });
        const page = fileOf(options, act, "html");
        await runner.windlass(["report", "--output", page], { cwd: site.project, env: commandEnv(site) });
        end.abort();
        await kills;
        const seconds = second();
        const [use, { points, faults }] = [await meter.stop(), await watch.stop()];
        return {
            act,
            seed,
            workloads,
            seconds,
            end: ended,
            events,
            points,
            faults: Object.fromEntries(faults),
            use,
            commands: stopwatch.spent(),
        };
    } finally {
        clearInterval(progress);
        end.abort();
        await kills.catch(() => undefined);
        await watch.stop();
        await forge.stop();
    }
}

/** Where something of a night is kept; its folder is there. */
export function fileOf({ out, workloads, seed }: SleepOptions, act: Act, ending: "json" | "html"): string {
    mkdirSync(resolve(out), { recursive: true });
    return join(resolve(out), `${act}-${workloads}-${seed}.${ending}`);
}

/** Has the new proxy lose a third of the requests to some workloads, drawn by a seed. */
async function makeBad({ simulator }: Site, workloads: number, seed: number): Promise<void> {
    const random = seededRandom(seed);
    const all = [...fleetWorkloads(workloads)];
    for (let count = 0; count < BAD; count++) {
        const [one] = all.splice(Math.floor(random() * all.length), 1);
        const fault = { proxyVersion: NEW, workload: `${one?.namespace}/${one?.name}`, errorRate: 0.3 };
        const url = `http://127.0.0.1:${simulator.ports.serving}/faults`;
        const answer = await fetch(url, { method: "POST", body: JSON.stringify(fault) });
        if (!answer.ok) throw new Error(await answer.text());
    }
}

interface CheckArgs extends Pick<ActArgs, "runner" | "signal"> {
    readonly commit: string;
    readonly base: string;
}

/** The check that ci.yaml runs on a pull request. */
async function check(site: Site, { commit, base, runner, signal }: CheckArgs): Promise<CheckOutcome> {
    const where = { cwd: site.checkout, env: commandEnv(site), signal };
    // Every branch, evidence too: a change is judged by it.
    await git(["fetch", "--quiet", "--prune", "origin", "+refs/heads/*:refs/remotes/origin/*"], where);
    await git(["checkout", "--quiet", "--detach", commit], where);
    const words = ["check", "--stack", STACK, "--from", base, "--offline"];
    const { status, printed, noted } = await runner.run(words, where);
    return { passed: status === 0, said: `${printed}\n${noted}` };
}

function progressText(act: Act, watch: NightWatch): string {
    const point = watch.last();
    if (!point) return `${act}: looking at the cluster …`;
    const { primaries, analyses, failed, second } = point;
    const moved = Object.entries(primaries).map(([version, count]) => `${count} on ${version}`);
    return `${act} ${clock(second)} ${moved.join(", ")}; ${analyses} under analysis, ${failed} failed`;
}

/** `4:07` */
function clock(second: number): string {
    return `${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}`;
}
