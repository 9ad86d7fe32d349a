import { setTimeout as sleep } from "node:timers/promises";

import { processStart } from "../../adapters/files/process-table-source";

/** How processes are ended. */
export interface EndOptions<T> {
    /** Milliseconds between SIGTERM and SIGKILL; 0 sends SIGKILL at once. @default 5000 */
    readonly grace?: number;
    /** What a process is called where it cannot be ended. */
    readonly nameOf: (running: T) => string;
}

const GRACE = 5_000;
/** Milliseconds a process that got SIGKILL may take to disappear: the disk may be slow. */
const LAST_WAIT = 10_000;

/**
 * Ends processes: SIGTERM, then SIGKILL to what is left, and waits until they are gone.
 *
 * @param left Those that still run; asked again and again, so that a process id is never remembered for long.
 * @returns What was ended.
 * @throws Error where something outlives its SIGKILL.
 */
export async function endProcesses<T extends { readonly pid: number }>(
    left: () => readonly T[],
    { grace = GRACE, nameOf }: EndOptions<T>,
): Promise<readonly T[]> {
    const ending = left().map((running) => ({ running, start: processStart(running.pid) }));
    if (grace > 0) {
        send("SIGTERM", left());
        await untilGone(left, grace);
    }
    send("SIGKILL", left());
    // A process that ends loses its arguments first and its files, ports and locks after that.
    const remains = (): readonly T[] => [
        ...left(),
        ...ending.filter(({ running, start }) => isStill(running.pid, start)).map(({ running }) => running),
    ];
    if (!(await untilGone(remains, LAST_WAIT))) {
        const names = remains().map((running) => `${nameOf(running)} (${running.pid})`);
        throw new Error(`${names.join(", ")} cannot be stopped`);
    }
    return ending.map(({ running }) => running);
}

function isStill(pid: number, start: string | undefined): boolean {
    return start !== undefined && processStart(pid) === start;
}

function send(signal: NodeJS.Signals, processes: readonly { readonly pid: number }[]): void {
    for (const { pid } of processes) {
        try {
            process.kill(pid, signal);
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
        }
    }
}

async function untilGone(left: () => readonly unknown[], patience: number): Promise<boolean> {
    const end = performance.now() + patience;
    for (;;) {
        if (left().length === 0) return true;
        if (performance.now() > end) return false;
        await sleep(50);
    }
}
