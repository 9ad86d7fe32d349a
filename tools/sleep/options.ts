import { parseArgs } from "node:util";

import { WindlassError } from "../../lifecycle/kit/errors";
import { REQUESTS_A_LOOK, lookInterval } from "./fleet";

/** The nights there are, in the order they are played. */
export const ACTS = ["good", "bad", "kills"] as const;
export type Act = (typeof ACTS)[number];

/** What is asked of a run. */
export interface SleepOptions {
    readonly workloads: number;
    readonly acts: readonly Act[];
    /** Of the traffic, of which workloads are bad, and of who is killed when. */
    readonly seed: number;
    /** Minutes an act may take. */
    readonly minutes: number;
    /** Flagger's requests a second to the API server. */
    readonly qps: number;
    /** Most canaries under analysis at once. */
    readonly maxAnalyses: number;
    /** Folder for what is kept of a run. */
    readonly out: string;
    /** Whether a prepared cluster may be taken from the cache, and is kept there. */
    readonly snapshot: boolean;
    readonly json: boolean;
    readonly help: boolean;
}

export const HELP = `Usage: npm run sleep -- [options]

A patch of Istio for a fleet whose every workload has a canary, from the range to the last promoted proxy, and nobody awake:
the real Flux, Flagger, Prometheus and istiods on a control plane of this machine, traffic that is simulated, pods that
are kwok's, and a forge on the loopback that merges what windlass:fleet.unattended lets merge. Three nights:

  good    a good patch
  bad     the same with a proxy that is bad for three workloads: it halts, and goes back by itself
  kills   a good patch, and a controller is killed every few minutes

Every second is held against the rules: no proxy outside of Istio's skew, no more analyses than the cap, and no step
forward once more canaries have failed than the budget has.

Options:
  --workloads N      how many (default 300)
  --acts LIST        which nights: good,bad,kills (default all)
  --seed N           of traffic, of bad workloads, and of kills (default 1)
  --minutes N        most minutes a night may take (default 120)
  --qps N            Flagger's requests a second to the API server (default: a quarter more than it needs to look at every
                     canary each interval; its own default is 100)
  --max-analyses N   most canaries under analysis at once (default 150)
  --out DIR          folder of timelines and reports (default .cache/sleep)
  --no-snapshot      make a new cluster, and keep none in the user's cache folder
  --json             print the figures as JSON
  --help             print this

Exit status: 0 all went well; 1 a rule was broken, or it did not end well; 2 an option is wrong;
3 an engine is missing (npm run -s engines builds them); 130 interrupted. Whatever happens, nothing it started stays.
`;

/** @throws WindlassError naming the option that is wrong, and its rule */
export function parseOptions(args: readonly string[]): SleepOptions {
    const { values } = parse(args);
    const acts = (values.acts ?? ACTS.join(",")).split(",").map((word) => {
        const act = ACTS.find((each) => each === word.trim());
        if (act === undefined) throw wrong("--acts", word, `must be some of ${ACTS.join(", ")}`);
        return act;
    });
    const workloads = whole("--workloads", values.workloads ?? "300", 10, 10_000);
    return {
        workloads,
        acts: ACTS.filter((act) => acts.includes(act)),
        seed: whole("--seed", values.seed ?? "1", 0, 0x7fff_ffff),
        minutes: whole("--minutes", values.minutes ?? "120", 1, 1440),
        qps: whole("--qps", values.qps ?? String(enoughRequests(workloads)), 1, 100_000),
        maxAnalyses: whole("--max-analyses", values["max-analyses"] ?? "150", 1, 100_000),
        out: values.out ?? ".cache/sleep",
        snapshot: values["no-snapshot"] !== true,
        json: values.json ?? false,
        help: values.help ?? false,
    };
}

/** A quarter more than Flagger needs to look at every canary each interval, and no less than its own default. */
function enoughRequests(workloads: number): number {
    return Math.max(100, Math.ceil((1.25 * REQUESTS_A_LOOK * workloads) / lookInterval(workloads)));
}

function parse(args: readonly string[]) {
    const text = { type: "string" } as const;
    const flag = { type: "boolean" } as const;
    try {
        return parseArgs({
            args: [...args],
            options: {
                workloads: text,
                acts: text,
                seed: text,
                minutes: text,
                qps: text,
                "max-analyses": text,
                out: text,
                "no-snapshot": flag,
                json: flag,
                help: flag,
            },
        });
    } catch (error) {
        const rule = error instanceof Error ? error.message : String(error);
        throw new WindlassError({ rule, remedy: "npm run sleep -- --help" });
    }
}

function whole(key: string, value: string, least: number, most: number): number {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    throw wrong(key, value, `must be a whole number from ${least} to ${most}`);
}

function wrong(key: string, value: string, rule: string): WindlassError {
    return new WindlassError({ key, value, rule, remedy: "npm run sleep -- --help" });
}
