import assert from "node:assert/strict";

import {
    gatewayMoves,
    gatewayPin,
    gatewayPins,
    lastGatewayPin,
} from "../../../lifecycle/settings/gateway-pins";
import type { Lock, Pin } from "../../../lifecycle/settings/lock";
import { formatLock, parseLock } from "../../../lifecycle/settings/lock-parse";
import { exampleLock } from "../../support/example-stack";

const NAMES = ["joint", "egress", "ingress"];
const pin = (version: string, day: number): Pin => ({ version, since: `2026-11-${day}` });

function locked(gateway: Pin, gateways?: Readonly<Record<string, Pin>>): Lock {
    const lock = exampleLock("1.31.1");
    return { ...lock, istio: { ...lock.istio, gateway, ...(gateways ? { gateways } : {}) } };
}

describe("gatewayPins", () => {
    it("name what is ahead until all have come there, and then have the one pin again", () => {
        let lock = locked(pin("1.31.0", 10));
        const written = [
            ["joint", 21, { gateway: pin("1.31.0", 10), gateways: { joint: pin("1.31.1", 21) } }],
            [
                "egress",
                22,
                {
                    gateway: pin("1.31.0", 10),
                    gateways: { joint: pin("1.31.1", 21), egress: pin("1.31.1", 22) },
                },
            ],
            ["ingress", 23, { gateway: pin("1.31.1", 23), gateways: undefined }],
        ] as const;
        for (const [name, day, expected] of written) {
            const pins = gatewayPins(lock, NAMES, { name, pin: pin("1.31.1", day) });
            assert.deepEqual(pins, expected);
            lock = { ...lock, istio: { ...lock.istio, ...pins } };
            assert.deepEqual(parseLock("dev", formatLock("dev", lock)).lock.istio.gateways, pins.gateways);
        }
    });

    it("name those that have not gone back yet, on the way back", () => {
        const first = gatewayPins(locked(pin("1.31.1", 10)), NAMES, {
            name: "ingress",
            pin: pin("1.31.0", 21),
        });
        const stay = { joint: pin("1.31.1", 10), egress: pin("1.31.1", 10) };
        assert.deepEqual(first, { gateway: pin("1.31.0", 21), gateways: stay });
        const lock = locked(pin("1.31.0", 21), stay);
        const second = gatewayPins(lock, NAMES, { name: "egress", pin: pin("1.31.0", 22) });
        // The day of what all have at least is no other because one more has come there.
        assert.deepEqual(second, { gateway: pin("1.31.0", 21), gateways: { joint: pin("1.31.1", 10) } });
    });

    it("forget a gateway that is gone, and all where there is none", () => {
        const lock = locked(pin("1.31.0", 10), { egress: pin("1.31.1", 21) });
        assert.deepEqual(gatewayPins(lock, ["ingress"]), { gateway: pin("1.31.0", 10), gateways: undefined });
        assert.deepEqual(gatewayPins(lock, ["egress"]), { gateway: pin("1.31.1", 21), gateways: undefined });
        assert.deepEqual(gatewayPins(lock, []), {});
    });

    it("stay out of a lock that never had one", () => {
        assert.deepEqual(gatewayPins(exampleLock(), NAMES), {});
    });
});

describe("gatewayPin and lastGatewayPin", () => {
    it("are its own, that of all, or that of the proxies", () => {
        const lock = locked(pin("1.31.0", 10), { egress: pin("1.31.1", 21) });
        assert.deepEqual(gatewayPin(lock, "egress"), pin("1.31.1", 21));
        assert.deepEqual(gatewayPin(lock, "ingress"), pin("1.31.0", 10));
        assert.deepEqual(gatewayPin(exampleLock(), "ingress"), exampleLock().istio.proxies);
        assert.deepEqual(lastGatewayPin(lock), pin("1.31.1", 21));
    });
});

describe("gatewayMoves", () => {
    it("are those of gateways by themselves, forwards and back", () => {
        const before = locked(pin("1.31.0", 10));
        const one = locked(pin("1.31.0", 10), { joint: pin("1.31.1", 21) });
        assert.deepEqual(gatewayMoves(before, one), [{ name: "joint", from: "1.31.0", to: "1.31.1" }]);
        assert.deepEqual(gatewayMoves(one, before), [{ name: "joint", from: "1.31.1", to: "1.31.0" }]);
        assert.deepEqual(gatewayMoves(one, locked(pin("1.31.1", 22))), []);
    });
});
