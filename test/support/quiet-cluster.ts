import { setTimeout as sleep } from "node:timers/promises";

import { clusterObjects, writtenPart } from "./cluster-objects";
import { eventually } from "./eventually";
import type { KubeClient } from "./kube-api";
import { PATIENCE } from "./patience";

/** What is written of every object, by its name. */
export function written(api: KubeClient): Promise<ReadonlyMap<string, string>> {
    return clusterObjects(api, writtenPart);
}

/** The cluster once nothing was written for five seconds: autoscalers and istiod end what they have begun. */
export async function untilQuiet(api: KubeClient): Promise<ReadonlyMap<string, string>> {
    let last = await written(api);
    const isQuiet = async () => {
        await sleep(5_000);
        const now = await written(api);
        const done = differences(last, now).length === 0;
        last = now;
        return done;
    };
    await eventually("the cluster to be quiet", isQuiet, PATIENCE);
    return last;
}

/** Objects that are not what they were, each with the text around the first difference. */
export function differences(
    before: ReadonlyMap<string, string>,
    after: ReadonlyMap<string, string>,
): readonly string[] {
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
        const [old, now] = [before.get(key), after.get(key)];
        if (old === now) return [];
        if (old === undefined || now === undefined)
            return [`${key} ${old === undefined ? "is new" : "is gone"}`];
        const at = [...old].findIndex((letter, index) => now[index] !== letter);
        const around = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
        return [`${key}: ${around(old)} -> ${around(now)}`];
    });
}
