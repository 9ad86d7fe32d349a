import { gatewayPin } from "../settings/gateway-pins";
import type { Lock, Pin } from "../settings/lock";
import { pinOf } from "../settings/pins";
import type { StackSettings } from "../settings/settings";
import { judgeMove } from "./judge-move";
import type { MoveFault } from "./move";
import type { MinorChoice } from "./plan-upgrade";

/** What runs where a stack was last deployed to, as far as its outputs tell. */
export interface DeployedPins {
    readonly controlPlane: string;
    readonly proxies: string;
    /** @default that of the proxies: what was deployed knew no other, or there was no gateway */
    readonly gateway?: string | undefined;
    /** Of those that are ahead of it, by name. @default none is */
    readonly gateways?: Readonly<Record<string, string>> | undefined;
    /** @default that of the proxies: what was deployed knew no other, or there were no tags */
    readonly tags?: string | undefined;
}

export interface JudgeDeployedArgs {
    readonly settings: Pick<StackSettings, "istio" | "gateways">;
    /** What is about to be deployed. */
    readonly lock: Lock;
    readonly deployed: DeployedPins;
    /** A release to stop at in a minor, for the way that is named instead. */
    readonly bestOfMinor: (minor: string) => MinorChoice;
}

/**
 * Whether a deployment would be one step from what was deployed last. Several commits that are deployed as one are several
 * steps at once, whatever the review of each has said: a queue that drops the run between them, a run that is started again
 * after later ones, a branch that was merged while deployments stood still.
 *
 * The outputs do not tell which revision was retiring: one that the lock retires still may have been.
 */
export function judgeDeployed({
    settings,
    lock,
    deployed,
    bestOfMinor,
}: JudgeDeployedArgs): readonly MoveFault[] {
    const { istio } = lock;
    const was = (pin: "controlPlane" | "proxies"): Pin => ({ ...istio[pin], version: deployed[pin] });
    const gateway = { ...pinOf(lock, "gateway"), version: deployed.gateway ?? deployed.proxies };
    const tags = { ...pinOf(lock, "tags"), version: deployed.tags ?? deployed.proxies };
    // Without a pin of its own it is where the proxies are, and was.
    const apart = { ...settings, gateways: istio.gateway === undefined ? [] : settings.gateways };
    const ahead = Object.entries(deployed.gateways ?? {});
    const attempts = [istio.retiring, undefined].map((retiring) => {
        const before = {
            ...istio,
            controlPlane: was("controlPlane"),
            proxies: was("proxies"),
            gateway: istio.gateway && gateway,
            gateways:
                ahead.length === 0
                    ? undefined
                    : Object.fromEntries(
                          ahead.map(([name, version]) => [name, { ...gatewayPin(lock, name), version }]),
                      ),
            tags: istio.tags && tags,
            retiring,
            leaving: undefined,
        };
        const after = { ...lock, istio: { ...istio, leaving: undefined } };
        const from = { settings: apart, lock: { ...lock, istio: before } };
        return judgeMove({ from, to: { settings: apart, lock: after }, bestOfMinor });
    });
    return attempts.find((faults) => faults.length === 0) ?? attempts.at(-1) ?? [];
}
