import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

import type { CommandOutcome, RunArgs } from "./commands";

/** A command that the process is to run. */
export interface Order {
    readonly args: readonly string[];
    readonly cwd: string;
    /** Variables to set; those that are null are unset. */
    readonly env: Readonly<Record<string, string | null>>;
}

/** What it came to. */
export interface Report extends CommandOutcome {
    readonly status: number;
}

export interface WindlassArgs extends Pick<RunArgs, "cwd" | "env"> {
    /** Those that are no surprise. @default 0 */
    readonly statuses?: readonly number[];
}

/** Whoever runs the jobs of the forge: `windlass` as this checkout has it, in a process of its own, a command at a time. */
export class Runner {
    private readonly child: ChildProcess;
    private turn: Promise<unknown> = Promise.resolve();

    public constructor() {
        const main = join(__dirname, "runner-main.ts");
        this.child = fork(main, [], {
            execArgv: ["--import", "tsx"],
            stdio: ["ignore", "ignore", "inherit", "ipc"],
        });
    }

    public get pid(): number {
        return this.child.pid ?? 0;
    }

    /** Runs a command, whatever it comes to. @throws Error where the process has ended */
    public run(args: readonly string[], { cwd, env = {} }: Pick<RunArgs, "cwd" | "env">): Promise<Report> {
        const given = Object.entries(env).map(([name, value]) => [name, value ?? null]);
        const order: Order = { args, cwd, env: Object.fromEntries(given) as Order["env"] };
        const done = this.turn.then(() => this.send(order));
        this.turn = done.catch(() => undefined);
        return done;
    }

    /** Runs a command. @throws Error where its status is none of those that are expected */
    public async windlass(
        args: readonly string[],
        { statuses = [0], ...where }: WindlassArgs,
    ): Promise<Report> {
        const report = await this.run(args, where);
        if (statuses.includes(report.status)) return report;
        const said = `${report.printed}\n${report.noted}`;
        throw new Error(`windlass ${args.join(" ")} ended with ${report.status}: ${said}`);
    }

    public stop(): void {
        this.child.kill("SIGKILL");
    }

    private send(order: Order): Promise<Report> {
        const { child } = this;
        return new Promise((resolve, reject) => {
            const gone = () => reject(new Error("the process that runs windlass has ended"));
            if (child.exitCode !== null || child.signalCode !== null) return gone();
            child.once("exit", gone);
            child.once("message", (report: Report) => {
                child.off("exit", gone);
                resolve(report);
            });
            child.send(order);
        });
    }
}
