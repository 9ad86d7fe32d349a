import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Below where systems take ports of outgoing connections from (Linux: 32768, macOS: 49152), which come and go. */
const FIRST = 20_000;
const BEHIND_LAST = 30_000;
const ATTEMPTS = 50;
/** Milliseconds to wait for a wanted port, and between two looks at it. */
const PATIENCE = 1_000;
const STEP = 50;

/**
 * A TCP port of 127.0.0.1 that nobody listens on.
 *
 * @param wanted Taken where it is free, or is about to be: who listened there may just be ending. @default one by chance
 */
export async function freePort(wanted?: number): Promise<number> {
    if (wanted !== undefined && (await becomesFree(wanted))) return wanted;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const port = randomInt(FIRST, BEHIND_LAST);
        if (await isFree(port)) return port;
    }
    throw new Error("There is no free port on 127.0.0.1");
}

async function becomesFree(port: number): Promise<boolean> {
    for (let waited = 0; waited < PATIENCE; waited += STEP) {
        if (await isFree(port)) return true;
        await sleep(STEP);
    }
    return false;
}

function isFree(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const server = createServer();
        server.once("error", () => resolve(false));
        server.listen({ host: "127.0.0.1", port, exclusive: true }, () => server.close(() => resolve(true)));
    });
}
