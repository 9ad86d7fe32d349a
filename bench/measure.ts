import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";

/** What a run cost. */
export interface Cost {
    /** Seconds from start to end. */
    readonly wall: number;
    /** Seconds of processor time, of this process or of the child. */
    readonly cpu: number;
}

/** Runs something in this process and takes its time. */
export async function measure<T>(run: () => Promise<T> | T): Promise<Cost & { readonly result: T }> {
    const before = process.cpuUsage();
    const start = process.hrtime.bigint();
    const result = await run();
    const wall = Number(process.hrtime.bigint() - start) / 1e9;
    const { user, system } = process.cpuUsage(before);
    return { wall, cpu: (user + system) / 1e6, result };
}

/** What a process of Node cost, as it says itself when it ends. */
export interface ProcessCost extends Cost {
    /** Most memory it ever held, in MiB. */
    readonly memory: number;
}

const REPORT = `process.on("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    require("node:fs").writeFileSync(process.env.WINDLASS_BENCH_REPORT, JSON.stringify({ maxRSS, cpu: userCPUTime + systemCPUTime }));
});`;

/**
 * Runs a command of `windlass` as a user would, in a process of its own, and measures all of it.
 *
 * @throws Error when it fails, with what it said.
 */
export async function measureWindlass(
    root: string,
    args: readonly string[],
    istioctl: string,
): Promise<ProcessCost> {
    const folder = mkdtempSync(join(tmpdir(), "windlass-bench-report-"));
    const report = join(folder, "report.json");
    const cli = join(__dirname, "..", "cli", "windlass.cjs");
    const hook = `data:text/javascript,import{createRequire}from"node:module";const require=createRequire(process.cwd()+"/");${encodeURIComponent(REPORT)}`;
    try {
        const env = { ...process.env, ISTIOCTL: istioctl, WINDLASS_BENCH_REPORT: report };
        const { wall } = await measure(() =>
            succeed(process.execPath, ["--import", hook, cli, ...args], root, env),
        );
        const { maxRSS, cpu } = JSON.parse(readFileSync(report, "utf8")) as { maxRSS: number; cpu: number };
        return { wall, cpu: cpu / 1e6, memory: maxRSS / 1024 };
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

function succeed(
    command: string,
    args: readonly string[],
    cwd: string,
    env: NodeJS.ProcessEnv,
): Promise<void> {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, { cwd, env, stdio: ["ignore", "ignore", "pipe"] });
        let said = "";
        child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-2000)));
        child.once("error", reject);
        child.once("close", (status) =>
            status === 0 ? resolve() : reject(new Error(`windlass ${args.at(-1)} failed: ${said}`)),
        );
    });
}

/** The machine, as far as figures depend on it: no name, no path. */
export function describeMachine(): string {
    const model = (cpus()[0]?.model ?? "unknown").trim();
    const memory = Math.round(totalmem() / 1024 ** 3);
    const load = (loadavg()[0] ?? 0).toFixed(1);
    return `${availableParallelism()} cores (${model}), ${memory} GiB, Node ${process.versions.node}, load ${load}`;
}

/** A folder that is gone when the work is done. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), "windlass-bench-"));
    try {
        return await work(folder);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** `12.3 s`, `45 ms`. */
export function seconds(value: number): string {
    return value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(1)} s`;
}

/** The exponent of growth between two sizes: 1 is linear, 2 is quadratic. */
export function exponent(small: readonly [number, number], large: readonly [number, number]): number {
    return Math.log(large[1] / small[1]) / Math.log(large[0] / small[0]);
}
