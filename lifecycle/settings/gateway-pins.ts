import semver from "semver";

import type { IstioLock, Lock, Pin } from "./lock";
import { ownPin, pinOf } from "./pins";

/** Pin of a gateway: its own where it is ahead of the others, else theirs. */
export function gatewayPin(lock: Lock, name: string): Pin {
    return lock.istio.gateways?.[name] ?? pinOf(lock, "gateway");
}

/** Pins of gateways, as a lock writes them. */
export type GatewayPins = Pick<IstioLock, "gateway" | "gateways">;

/**
 * The pins of a lock's gateways in the one form there is of them: what all have at least, and what is ahead of it by name.
 *
 * @param names Every gateway of the stack; none, and nothing is pinned.
 * @param moved The gateway that moves, and where to. @default none does
 */
export function gatewayPins(
    lock: Lock,
    names: readonly string[],
    moved?: { readonly name: string; readonly pin: Pin },
): GatewayPins {
    const before = ownPin(lock, "gateway");
    if (names.length === 0 || (before === undefined && moved === undefined)) return {};
    const pins = names.map(
        (name) => [name, name === moved?.name ? moved.pin : gatewayPin(lock, name)] as const,
    );
    const [oldest] = pins.map(([, { version }]) => version).sort(semver.compare);
    // The day of a pin says how long all have run its version: that of the last to come there, and no later one.
    const [last] = pins
        .flatMap(([, pin]) => (pin.version === oldest ? [pin] : []))
        .sort((a, b) => (a.since < b.since ? 1 : -1));
    const ahead = pins.filter(([, { version }]) => version !== oldest);
    return {
        gateway: before?.version === oldest ? before : last,
        gateways: ahead.length === 0 ? undefined : Object.fromEntries(ahead),
    };
}

/** The pin of the gateway that moved last. */
export function lastGatewayPin(lock: Lock): Pin {
    return Object.values(lock.istio.gateways ?? {}).reduce(
        (last, pin) => (pin.since > last.since ? pin : last),
        pinOf(lock, "gateway"),
    );
}

/** A gateway whose version differs between two locks. */
export interface GatewayMove {
    readonly name: string;
    readonly from: string;
    readonly to: string;
}

/** Gateways that move by themselves, and not with all others. */
export function gatewayMoves(before: Lock, now: Lock): readonly GatewayMove[] {
    const [was, is] = [pinOf(before, "gateway").version, pinOf(now, "gateway").version];
    const names = new Set([before, now].flatMap(({ istio }) => Object.keys(istio.gateways ?? {})));
    return [...names]
        .map((name) => ({
            name,
            from: gatewayPin(before, name).version,
            to: gatewayPin(now, name).version,
        }))
        .filter(({ from, to }) => from !== to && (from !== was || to !== is));
}
