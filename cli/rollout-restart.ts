import { Cluster } from "../adapters/kubernetes/cluster-source";
import { type RestartStep, restartWorkloads } from "../adapters/kubernetes/restart";
import type { Intervention } from "../lifecycle/evidence/interventions";
import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import type { Restart } from "../lifecycle/observed/plan-restarts";
import type { Invocation } from "./command";
import type { rolloutCommand } from "./definitions/rollout";
import { lookAtStack, pushRecord, readReason, record } from "./rollout-record";

type Invoked = Invocation<typeof rolloutCommand>;

/** What came of it, as `--json` prints it. */
interface RestartDocument {
    readonly stack: string;
    readonly action: "restart";
    readonly dryRun: boolean;
    readonly recorded: readonly Intervention[];
    /** Every step, in its order; with --dry-run what the first would be. */
    readonly steps: readonly (RestartStep | PlannedRestart)[];
}

/** A restart that was not begun. */
interface PlannedRestart {
    readonly id: string;
    readonly what: "planned" | "refused" | "later";
    readonly why: string;
}

/** Restarts what only a restart brings to the proxy Git has for it. */
export async function restart(invocation: Invoked): Promise<ExitStatus> {
    const { options, terminal, signal } = invocation;
    const reason = readReason(options);
    const atOnce = readNumber("--at-once", options["at-once"]) ?? 1;
    const most = readNumber("--most", options.most) ?? Infinity;
    const seconds = readNumber("--settle", options.settle, 0);
    const settle = seconds === undefined ? undefined : seconds * 1000;
    const isMeant = namespacesMeant(options);
    const { stack, look } = await lookAtStack(invocation);
    const found = (look.restarts ?? []).filter(({ id }) => isMeant(id.split("/")[0] ?? ""));
    const possible = found.filter(({ refusal }) => refusal === undefined);
    const chosen = possible.slice(0, most);
    const planned = found.map((each) => plannedRestart(each, chosen));
    const about = { stack: stack.stack, action: "restart", dryRun: options["dry-run"] === true } as const;
    const refused = planned.some(({ what }) => what === "refused");
    if (about.dryRun || chosen.length === 0) {
        report({ ...about, recorded: [], steps: planned }, invocation);
        return refused ? ExitStatus.noCandidate : ExitStatus.ok;
    }
    const recorded = await record({ action: "restart", reason, stack, look, subjects: chosen }, invocation);
    const steps: (RestartStep | PlannedRestart)[] = planned.filter(({ what }) => what !== "planned");
    if (!options.json) for (const step of steps) terminal.print(stepText(step));
    const onStep = (step: RestartStep): void => {
        steps.push(step);
        if (!options.json) terminal.print(stepText(step));
    };
    const open = (stop: AbortSignal): Promise<Cluster> =>
        Cluster.open({ context: stack.context, signal: stop });
    const ends = await restartWorkloads({ open, restarts: chosen, atOnce, signal, onStep, settle });
    if (options.json) report({ ...about, recorded, steps }, invocation);
    else
        terminal.print(
            `for the next step to see it: npm run -s windlass -- status --stack ${stack.stack} --record`,
        );
    await pushRecord(invocation);
    const isDone = [...ends.values()].every(({ what }) => what === "done");
    return isDone && !refused ? ExitStatus.ok : ExitStatus.noCandidate;
}

function namespacesMeant({ namespace, all }: Invoked["options"]): (namespace: string) => boolean {
    if ((namespace === undefined) === (all !== true)) {
        throw new WindlassError({
            key: namespace === undefined ? "--namespace" : "--all",
            rule: "is needed, and only one of --namespace and --all",
            remedy: "Name namespaces, or say --all",
        });
    }
    const meant = new Set(namespace);
    return (each) => all === true || meant.has(each);
}

function readNumber(key: string, value: string | undefined, least = 1): number | undefined {
    if (value === undefined) return undefined;
    const number = Number(value);
    if (Number.isInteger(number) && number >= least) return number;
    throw new WindlassError({ key, value, rule: `must be a whole number from ${least}` });
}

function plannedRestart(restart: Restart, chosen: readonly Restart[]): PlannedRestart {
    const { id, refusal, pods, from, version } = restart;
    if (refusal !== undefined) return { id, what: "refused", why: refusal };
    const why = `${pods} pod${pods === 1 ? "" : "s"} with the proxy ${from.join(", ")} get ${version}`;
    return { id, what: chosen.includes(restart) ? "planned" : "later", why };
}

function report(document: RestartDocument, { options, terminal }: Invoked): void {
    if (options.json) {
        terminal.print(JSON.stringify(document));
        return;
    }
    const { steps, stack, dryRun } = document;
    if (steps.length === 0) terminal.print(`${stack}: nothing to restart`);
    for (const step of steps) terminal.print(stepText(step));
    if (dryRun && steps.length > 0) terminal.print("nothing was changed (--dry-run)");
}

function stepText({ id, what, why }: RestartStep | PlannedRestart): string {
    return `${id}  ${what}: ${why}`;
}
