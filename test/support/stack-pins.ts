import { join } from "node:path";

import type { Lock } from "../../lifecycle/settings/lock";
import type { FleetSettings, StackSettings } from "../../lifecycle/settings/settings";
import type { DecideArgs } from "../../lifecycle/upgrade/decision";
import { readCatalog } from "../../adapters/files/catalog-store";
import { type ResolveRequest, momentOf } from "../../lifecycle/versions/request";
import { type ExampleOverrides, exampleLock, exampleSettings } from "./example-stack";

/** The catalog of this project; asked about days in the past, its answers stay as they are. */
export const catalog = readCatalog(join(__dirname, "..", ".."));

/** The first days of October 2026: 1.31.1 of 2026-09-21 is the newest, and 1.29 is about to end. */
export const DAY = "2026-10-05";

/** Pins in the state a test wants. Flux and Flagger have nothing to do on {@link DAY}. */
export function lockAt(controlPlane: string, proxies = controlPlane, range = "~1.31"): Lock {
    const lock = exampleLock(controlPlane, proxies);
    const since = "2026-09-01";
    return {
        istio: {
            ...lock.istio,
            range,
            controlPlane: { version: controlPlane, since },
            proxies: { version: proxies, since },
        },
        flux: {
            ...lock.flux,
            distribution: { version: "2.9.4", since },
            operator: { version: "0.58.1", since },
        },
        flagger: { ...lock.flagger, release: { version: "1.44.0", since } },
        catalog: since,
    };
}

/** What a decision about the example stack depends on. */
export function decideArgs<T extends Lock | undefined>(
    lock: T,
    overrides: ExampleOverrides = {},
    change: Partial<Pick<StackSettings, "flux" | "flagger">> & {
        readonly fleet?: Partial<FleetSettings>;
    } = {},
): Omit<DecideArgs, "lock"> & { readonly lock: T } {
    const example = exampleSettings(overrides);
    const settings = { ...example, ...change, fleet: { ...example.fleet, ...change.fleet } };
    return { settings, lock, catalog, at: momentOf(DAY), fleet: [] };
}

/** A question about ~1.31 from some version. */
export function request(current: string | undefined, change: Partial<ResolveRequest> = {}): ResolveRequest {
    return {
        range: "~1.31",
        kubernetes: "1.34",
        current,
        sidecars: current === undefined ? [] : [current],
        ...change,
    };
}
