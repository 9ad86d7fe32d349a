/**
 * Runs commands of `windlass` in this process, one after the other, as its parent tells it (see `runner.ts`): a process for
 * each would spend most of its time on being started.
 */
import { runWindlass } from "../../test/support/run-windlass";
import type { Order, Report } from "./runner";

async function obey({ args, cwd, env }: Order): Promise<Report> {
    for (const [name, value] of Object.entries(env)) {
        if (value === null) delete process.env[name];
        else process.env[name] = value;
    }
    return runWindlass(cwd, ...args);
}

process.on("message", (order: Order) => {
    obey(order).then(
        (report) => process.send?.(report),
        (error: unknown) => process.send?.({ status: 1, printed: "", noted: String(error) }),
    );
});
// Without a parent there is nothing to do.
process.on("disconnect", () => process.exit());
