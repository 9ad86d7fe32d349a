import { setTimeout as sleep } from "node:timers/promises";

import { VICTIMS, killAndRestart } from "../../test/support/engine-kills";
import { seededRandom } from "../../test/support/fuzz-seed";
import type { NightEvent } from "./night";
import type { Site } from "./site";

export interface KillArgs {
    readonly site: Site;
    readonly seed: number;
    readonly second: () => number;
    readonly tell: (event: NightEvent) => void;
    /** Ends it. */
    readonly signal: AbortSignal;
}

/** Seconds between two kills: from, to. */
const [SOONEST, LATEST] = [60, 180];

/** Kills one controller after the other with SIGKILL, by a seed, and starts it again as a kubelet would, until its signal. */
export async function killNowAndThen({ site, seed, second, tell, signal }: KillArgs): Promise<void> {
    const random = seededRandom(seed);
    const mesh = { cluster: { layout: site.layout }, engines: site.engines, istiods: site.istiods };
    while (!signal.aborted) {
        const seconds = SOONEST + random() * (LATEST - SOONEST);
        await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
        const victim = VICTIMS[Math.floor(random() * VICTIMS.length)] ?? "flagger";
        tell({ second: second(), what: "killed", about: victim });
        await killAndRestart(mesh, victim);
    }
}
