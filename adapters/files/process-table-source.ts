import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";

/** One process of this machine. */
export interface RunningProcess {
    readonly pid: number;
    /** The executable and its arguments. Where the system gives them as one text, split at blanks. */
    readonly args: readonly string[];
}

/** Every process whose command line can be read. What has ended and was not yet collected has none. */
export function listProcesses(): readonly RunningProcess[] {
    return process.platform === "linux" ? fromProc() : fromPs();
}

/**
 * What tells a process from a later one of the same id: when it started. Undefined where there is no such process.
 *
 * On Linux it is counted in ticks since the machine started, so that setting the clock changes nothing.
 */
export function processStart(pid: number): string | undefined {
    if (process.platform !== "linux") return ps(["-o", "lstart=", "-p", String(pid)])?.trim() || undefined;
    const fields = statFields(pid);
    if (!fields || fields[0] === "Z") return undefined;
    return fields[19];
}

/** Fields of Linux's `/proc/PID/stat` behind the name in parentheses, which may hold anything: state, parent, group, session … */
export function statFields(pid: number): readonly string[] | undefined {
    const text = processFile(pid, "stat");
    return text?.slice(text.lastIndexOf(")") + 2).split(" ");
}

/** A text that Linux has about a process; undefined where there is no such process. */
export function processFile(pid: number, name: "stat" | "status" | "cmdline"): string | undefined {
    try {
        return readFileSync(`/proc/${pid}/${name}`, "utf8");
    } catch {
        return undefined;
    }
}

/** Ids of all processes of a Linux. */
export function processIds(): readonly number[] {
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .map(Number);
}

function fromProc(): RunningProcess[] {
    return processIds().flatMap((pid) => {
        const text = processFile(pid, "cmdline");
        return text ? [{ pid, args: text.replace(/\0$/, "").split("\0") }] : [];
    });
}

function fromPs(): RunningProcess[] {
    const lines = ps(["-axww", "-o", "pid=,command="])?.split("\n") ?? [];
    return lines.flatMap((line) => {
        const [pid, ...args] = line.trim().split(/\s+/);
        return pid && args.length > 0 ? [{ pid: Number(pid), args }] : [];
    });
}

function ps(args: readonly string[]): string | undefined {
    try {
        return execFileSync("ps", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    } catch {
        return undefined;
    }
}
