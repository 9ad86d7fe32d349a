import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { readSettings } from "../../adapters/files/settings-source";
import { eventually } from "../support/eventually";
import { kubectl } from "./kubectl-cluster";
import { runProgram } from "./programs";
import { CLIENT, type Traffic, clientManifest, countTraffic, isWithin } from "./traffic";

/** Milliseconds until the first hundred requests are answered. */
const PATIENCE = 5 * 60_000;

/** Starts the client of a stack's gateway, and waits until it is answered. */
export async function startTraffic(root: string, stack: string): Promise<void> {
    const app = readFileSync(join(root, "apps", "loadtester", "deployment.yaml"), "utf8");
    const [, image] = /^ +image: (\S+)$/m.exec(app) ?? [];
    const [host] = readSettings(root, stack).gateways.flatMap(({ servers }) => servers[0]?.hosts ?? []);
    if (!image || !host) throw new Error("there is no image with curl, or no host to ask");
    const stdin = JSON.stringify(clientManifest(image, host.replace("*", "any")));
    await runProgram({ program: "kubectl", args: ["apply", "-f", "-"], stdin });
    const isAnswered = async () => {
        const { total, failed } = await traffic().catch(() => ({ total: 0, failed: 0 }));
        return total - failed >= 100;
    };
    await eventually("the first hundred requests", isAnswered, PATIENCE, 5_000);
}

/** Does something under traffic. @throws Error where more requests failed than the budget, in percent, allows */
export async function withinBudget(
    part: string,
    { budget, say }: { readonly budget: number; readonly say: (sentence: string) => void },
    action: () => Promise<void>,
): Promise<void> {
    const before = await traffic();
    await action();
    // The last requests are still on their way.
    await sleep(1000);
    const after = await traffic();
    const [total, failed] = [after.total - before.total, after.failed - before.failed];
    say(`${part}: ${failed} of ${total} requests failed; the budget is ${budget} %`);
    if (!isWithin(before, after, budget)) throw new Error(`${part} failed more requests than its budget`);
}

async function traffic(): Promise<Traffic> {
    return countTraffic(await kubectl("-n", CLIENT, "logs", CLIENT));
}
