// The upgrade of a stack on a real cluster, under traffic: node --import tsx test/e2e-kind/main.ts --stack dev
// Needs kubectl with the stack's context, pulumi and git; .github/workflows/e2e.yaml prepares them. Not part of `npm test`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

import { readSettings } from "../../adapters/files/settings-source";
import { type Canary, type Deployment, badProxyPatch, proxyConfig, rolloutOf } from "./objects";
import { kubectlJson, runProgram } from "./programs";
import { CLIENT, type Traffic, clientManifest, countTraffic, isWithin } from "./traffic";

const ROOT = resolve(__dirname, "..", "..");
const NAMESPACE = "prod";
/** Workload that gets the bad proxy. */
const VICTIM = "backend";
const MINUTE = 60_000;

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
const { stack, logs } = values;
const budget = Number(values.budget);
if (!(budget >= 0 && budget <= 100)) throw new Error("--budget is a percentage");
const work = mkdtempSync(join(tmpdir(), "windlass-e2e-"));
const old = join(work, "previous");
const state = join(work, "state");

main()
    .then(
        () => say("Done."),
        async (error: unknown) => {
            say(error instanceof Error ? error.message : String(error));
            await keepLogs();
            process.exitCode = 1;
        },
    )
    .finally(async () => {
        await runProgram({ program: "git", args: ["worktree", "remove", "--force", old], cwd: ROOT }).catch(
            () => "",
        );
        rmSync(work, { recursive: true, force: true });
    })
    .catch((error: unknown) => say(String(error)));

async function main(): Promise<void> {
    await checkOutPrevious();
    mkdirSync(state);
    say("Installing the previous lock …");
    await up(old);
    await waitForRollouts("the first start");
    await startTraffic();

    say("Upgrading to this lock …");
    const before = await traffic();
    await up(ROOT);
    await waitForRollouts("the upgrade");
    await requireBudget("the upgrade", before);

    say("Giving one workload a bad proxy …");
    const calm = await traffic();
    const good = await deployment(`${VICTIM}-primary`);
    const patch = JSON.stringify(badProxyPatch(await deployment(VICTIM)));
    await kubectl("-n", NAMESPACE, "patch", "deployment", VICTIM, "--type=json", `--patch=${patch}`);
    await waitFor(`${VICTIM} to be rolled back`, 15 * MINUTE, async () => {
        const canary = (await canaries()).find(({ metadata }) => metadata.name === VICTIM);
        return canary?.status?.phase === "Failed" && (canary.status.canaryWeight ?? 0) === 0;
    });
    if (proxyConfig(await deployment(`${VICTIM}-primary`)) !== proxyConfig(good)) {
        throw new Error("the bad proxy reached the primary");
    }
    await requireBudget("the rollback", calm);
}

/** The previous lock, with the applications its sidecars were made for, and the program as it is now. */
async function checkOutPrevious(): Promise<void> {
    const git = (...args: readonly string[]): Promise<string> =>
        runProgram({ program: "git", args, cwd: ROOT });
    const lock = `stacks/${stack}.lock.yaml`;
    const found = (await git("log", "-2", "--format=%H", "--", lock)).trim().split("\n");
    const previous = values.previous ?? found.at(-1) ?? "HEAD";
    if (found.length < 2) say("There is no previous lock: the upgrade is one to the same versions.");
    await git("worktree", "add", "--detach", old, "HEAD");
    const args = ["checkout", previous, "--", "stacks", "apps", "catalog"];
    await runProgram({ program: "git", args, cwd: old });
    symlinkSync(join(ROOT, "node_modules"), join(old, "node_modules"), "dir");
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

async function startTraffic(): Promise<void> {
    const app = readFileSync(join(ROOT, "apps", "loadtester", "deployment.yaml"), "utf8");
    const [, image] = /^ +image: (\S+)$/m.exec(app) ?? [];
    const [host] = readSettings(ROOT, stack).gateway.hosts;
    if (!image || !host) throw new Error("there is no image with curl, or no host to ask");
    const stdin = JSON.stringify(clientManifest(image, host.replace("*", "any")));
    await runProgram({ program: "kubectl", args: ["apply", "-f", "-"], stdin });
    await waitFor("the first hundred requests", 5 * MINUTE, async () => {
        const { total, failed } = await traffic().catch(() => ({ total: 0, failed: 0 }));
        return total - failed >= 100;
    });
}

async function traffic(): Promise<Traffic> {
    return countTraffic(await kubectl("-n", CLIENT, "logs", CLIENT));
}

async function requireBudget(part: string, before: Traffic): Promise<void> {
    // The last requests are still on their way.
    await sleep(1000);
    const after = await traffic();
    const [total, failed] = [after.total - before.total, after.failed - before.failed];
    say(`${part}: ${failed} of ${total} requests failed; the budget is ${budget} %`);
    if (!isWithin(before, after, budget)) throw new Error(`${part} failed more requests than its budget`);
}

async function waitForRollouts(part: string): Promise<void> {
    await waitFor(`the canaries of ${part}`, 40 * MINUTE, async () => {
        const all = await canaries();
        if (all.length === 0) throw new Error("there is no canary");
        let promoted = 0;
        for (const canary of all) {
            const { name } = canary.spec.targetRef;
            const [target, primary] = [await deployment(name), await deployment(`${name}-primary`)];
            const rollout = target && primary ? rolloutOf(canary, target, primary) : "running";
            if (rollout === "failed") throw new Error(`${part}: ${canary.metadata.name} was rolled back`);
            if (rollout === "promoted") promoted++;
        }
        return promoted === all.length;
    });
}

async function canaries(): Promise<readonly Canary[]> {
    return ((await kubectlJson("-n", NAMESPACE, "get", "canaries.flagger.app")) as { items: Canary[] }).items;
}

async function deployment(name: string): Promise<Deployment> {
    return (await kubectlJson("-n", NAMESPACE, "get", "deployment", name)) as Deployment;
}

function kubectl(...args: readonly string[]): Promise<string> {
    return runProgram({ program: "kubectl", args });
}

/** Asks every five seconds. What fails while the cluster is coming up is asked again, what we throw is not. */
async function waitFor(what: string, limit: number, isDone: () => Promise<boolean>): Promise<void> {
    say(`Waiting for ${what} …`);
    const end = Date.now() + limit;
    for (;;) {
        const done = await isDone().catch((error: unknown) => {
            if (error instanceof Error && error.message.startsWith("kubectl ")) return false;
            throw error;
        });
        if (done) return;
        if (Date.now() > end) throw new Error(`${what}: not within ${limit / MINUTE} minutes`);
        await sleep(5000);
    }
}

/** What a person needs to see why. Each part by itself: the cluster may be half gone. */
async function keepLogs(): Promise<void> {
    const folder = resolve(logs);
    mkdirSync(folder, { recursive: true });
    const parts: Readonly<Record<string, readonly string[]>> = {
        "events.txt": ["get", "events", "-A", "--sort-by=.lastTimestamp"],
        "pods.txt": ["get", "pods", "-A", "-o", "wide"],
        "releases.yaml": ["get", "helmreleases", "-A", "-o", "yaml"],
        "canaries.yaml": ["get", "canaries", "-A", "-o", "yaml"],
        "describe.txt": ["-n", NAMESPACE, "describe", "pods"],
        "istiod.log": ["-n", "istio-system", "logs", "-l", "app=istiod", "--tail=-1"],
        "flagger.log": ["-n", "flagger-system", "logs", "-l", "app.kubernetes.io/name=flagger", "--tail=-1"],
        "helm-controller.log": ["-n", "flux-system", "logs", "-l", "app=helm-controller", "--tail=-1"],
        "client.log": ["-n", CLIENT, "logs", CLIENT],
    };
    for (const [file, args] of Object.entries(parts)) {
        writeFileSync(join(folder, file), await kubectl(...args).catch((error: unknown) => String(error)));
    }
    say(`Logs are in ${folder}.`);
}

function say(sentence: string): void {
    process.stderr.write(`${sentence}\n`);
}
