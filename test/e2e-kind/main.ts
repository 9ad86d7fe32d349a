// The upgrade of a stack on a real cluster, under traffic: node --import tsx test/e2e-kind/main.ts --stack dev
// Needs kubectl with the stack's context, pulumi and git; .github/workflows/e2e.yaml prepares them. Not part of `npm test`.
// What a rollout has to come to is what test/e2e/ asks of a control plane on this machine: test/support/rollouts.ts.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { DEPLOYMENTS, nameOf } from "../support/mesh-observed";
import { type Deployment, badProxyPatch } from "../support/rollout-objects";
import { Rollouts } from "../support/rollouts";
import { startTraffic, withinBudget } from "./client";
import { kubectl, kubectlCluster } from "./kubectl-cluster";
import { keepLogs } from "./logs";
import { checkOutPrevious, removePrevious } from "./previous-lock";
import { runProgram } from "./programs";

const ROOT = resolve(__dirname, "..", "..");
/** Workload that gets the bad proxy. */
const VICTIM = "backend";

const { values } = parseArgs({
    options: {
        stack: { type: "string", default: "dev" },
        /** Share of requests that may fail in each part, in percent. */
        budget: { type: "string", default: "0.1" },
        logs: { type: "string", default: "dist/e2e" },
        /** Commit with the previous lock. @default the last one with another lock than HEAD */
        previous: { type: "string" },
    },
});
const { stack } = values;
const budget = Number(values.budget);
if (!(budget >= 0 && budget <= 100)) throw new Error("--budget is a percentage");
const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
const work = mkdtempSync(join(tmpdir(), "windlass-e2e-"));
const old = join(work, "previous");
const state = join(work, "state");

main()
    .then(
        () => say("Done."),
        async (error: unknown) => {
            say(error instanceof Error ? error.message : String(error));
            await keepLogs(resolve(values.logs));
            say(`Logs are in ${resolve(values.logs)}.`);
            process.exitCode = 1;
        },
    )
    .finally(async () => {
        await removePrevious(ROOT, old);
        rmSync(work, { recursive: true, force: true });
    })
    .catch((error: unknown) => say(String(error)));

async function main(): Promise<void> {
    const rollouts = new Rollouts({ cluster: kubectlCluster, patience: 40 * 60_000, interval: 5_000, say });
    await checkOutPrevious({ root: ROOT, stack, folder: old, commit: values.previous, say });
    mkdirSync(state);
    say("Installing the previous lock …");
    await up(old);
    await rollouts.untilPromoted("the first start");
    await startTraffic(ROOT, stack);

    say("Upgrading to this lock …");
    await withinBudget("the upgrade", { budget, say }, async () => {
        await up(ROOT);
        await rollouts.untilPromoted("the upgrade");
    });

    say("Giving one workload a bad proxy …");
    await withinBudget("the rollback", { budget, say }, () => rollouts.keepBack([VICTIM], makeBad));
}

async function makeBad(): Promise<void> {
    const victim = (await kubectlCluster.list(DEPLOYMENTS)).find((each) => nameOf(each) === VICTIM);
    const patch = JSON.stringify(badProxyPatch(victim as Deployment));
    await kubectl("-n", "prod", "patch", "deployment", VICTIM, "--type=json", `--patch=${patch}`);
}

async function up(cwd: string): Promise<void> {
    const env = {
        PULUMI_BACKEND_URL: `file://${state}`,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    const run = (...args: readonly string[]): Promise<string> =>
        runProgram({
            program: "pulumi",
            args: [...args, "--stack", stack, "--non-interactive"],
            cwd,
            env,
            loud: true,
        });
    await run("stack", "select", "--create");
    await run("up", "--yes", "--skip-preview", "--color", "never");
}
