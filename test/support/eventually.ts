import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until something holds.
 *
 * @param patience Milliseconds.
 * @param interval Milliseconds after which it asks again.
 */
export async function eventually(
    what: string,
    holds: () => Promise<boolean> | boolean,
    patience = 60_000,
    interval = 100,
): Promise<void> {
    const end = Date.now() + patience;
    while (!(await holds())) {
        if (Date.now() > end) throw new Error(`Waited ${patience / 1000} s for ${what}`);
        await sleep(interval);
    }
}
