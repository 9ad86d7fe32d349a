import { setTimeout as sleep } from "node:timers/promises";

import { getIn } from "../../lifecycle/kit/json-path";
import { eventually } from "./eventually";
import {
    CANARIES,
    CANARY_APPS,
    RELEASES,
    isReady,
    nameOf,
    phases,
    primaries,
    templateVersion,
} from "./mesh-observed";
import type { MeshSteps } from "./mesh-steps";
import { PATIENCE } from "./patience";

/** Moments of a version's way through a mesh, in their order. */
export const MOMENTS = ["pushed", "upgrading", "applied", "analysing", "promoting"] as const;
export type Moment = (typeof MOMENTS)[number];

/** Those of the control plane's commit; the others are of the proxies' one. */
const OF_CONTROL_PLANE: readonly Moment[] = ["pushed", "upgrading"];
const OF_PROXIES: readonly Moment[] = ["applied", "analysing", "promoting"];

/** Milliseconds after which Flagger has looked at every canary again: twice its interval, and more. */
const SETTLED = 30_000;

/**
 * Takes a mesh to a version in two commits and holds the order of versions meanwhile, whatever is done at which moment.
 * Ends when every primary has it.
 *
 * @returns The last commit.
 */
export function rollOut(
    steps: MeshSteps,
    to: string,
    at: ReadonlyMap<Moment, () => Promise<void>>,
): Promise<string> {
    const { mesh, changes } = steps;
    const meet = async (moments: readonly Moment[]): Promise<void> => {
        for (const moment of moments) {
            const action = at.get(moment);
            if (action === undefined) continue;
            await untilMoment(steps, moment, to);
            await action();
        }
    };
    return steps.inOrder(async () => {
        await changes.bumpControlPlane(to);
        const first = mesh.repository.commit(`control plane ${to}`);
        await Promise.all([steps.deliver(first), meet(OF_CONTROL_PLANE)]);
        await steps.untilControlPlane(to);
        await changes.bumpProxies(to);
        const second = mesh.repository.commit(`proxies ${to}`);
        await Promise.all([steps.deliver(second), meet(OF_PROXIES)]);
        await steps.untilPromoted(to);
        return second;
    });
}

/** Takes proxies to a version that the control plane has, and back by `git revert` at a moment. @returns The last commit. */
export async function revertAt(
    steps: MeshSteps,
    { from, to, moment }: { readonly from: string; readonly to: string; readonly moment: Moment },
): Promise<string> {
    const { mesh, changes } = steps;
    await changes.bumpProxies(to);
    const bump = mesh.repository.commit(`proxies ${to}`);
    const delivered = moment === "pushed" ? Promise.resolve() : steps.deliver(bump);
    await Promise.all([delivered, untilMoment(steps, moment, to)]);
    const revert = mesh.repository.revert();
    changes.readPins();
    await steps.deliver(revert);
    await untilSettled(steps, from);
    return revert;
}

/** Every template and every primary has a version, and no canary has been under way for longer than Flagger's interval. */
export async function untilSettled({ mesh }: MeshSteps, version: string): Promise<void> {
    const { api } = mesh.cluster;
    let since = Date.now();
    const isSettled = async () => {
        const templates = await Promise.all(CANARY_APPS.map((app) => templateVersion(api, app)));
        const versions = [...templates, ...Object.values(await primaries(api))];
        const isDone = Object.values(await phases(api)).every((phase) =>
            /^(Initialized|Succeeded|Failed)$/.test(phase),
        );
        if (!isDone || versions.some((each) => each !== version)) since = Date.now();
        await sleep(500);
        return Date.now() - since > SETTLED;
    };
    await eventually(`everything to be settled at ${version}`, isSettled, PATIENCE);
}

/** Waits for a moment of the way to a version. */
export function untilMoment({ mesh }: MeshSteps, moment: Moment, to: string): Promise<void> {
    const { api } = mesh.cluster;
    const holds: Readonly<Record<Moment, () => Promise<boolean> | boolean>> = {
        pushed: () => true,
        upgrading: async () => {
            const istiod = (await api.list(RELEASES)).find((each) => nameOf(each) === "istiod");
            return JSON.stringify(getIn(istiod, ["spec"])).includes(to) && !isReady(istiod);
        },
        applied: async () =>
            (await Promise.all(CANARY_APPS.map((app) => templateVersion(api, app)))).includes(to),
        analysing: async () => (await api.list(CANARIES)).some(isMeasured),
        promoting: async () =>
            Object.values(await phases(api)).some((phase) => /^(Promoting|Finalising)$/.test(phase)) ||
            Object.values(await primaries(api)).includes(to),
    };
    return eventually(`${to} to be ${moment}`, holds[moment], PATIENCE);
}

/** Whether a canary gets traffic that is measured. */
function isMeasured(canary: unknown): boolean {
    const status = (key: string) => getIn(canary, ["status", key]);
    return (
        status("phase") === "Progressing" &&
        (Number(status("canaryWeight")) > 0 || Number(status("iterations")) > 0)
    );
}
