import assert from "node:assert/strict";

import type { Lock } from "../../../lifecycle/stack/lock";
import { checkLock } from "../../../lifecycle/stack/lock-check";
import { formatLock, parseLock } from "../../../lifecycle/stack/lock-parse";
import { type System, decideUpdate } from "../../../lifecycle/upgrade/decide";
import { DAY, decideArgs, lockAt } from "../../support/stack-pins";

/** Everything lags behind. */
function behind(istio: string): Lock {
    const { flux, flagger, ...lock } = lockAt(istio);
    const since = "2026-06-01";
    return {
        ...lock,
        flux: { ...flux, distribution: { version: "2.9.3", since }, operator: { version: "0.57.0", since } },
        flagger: { ...flagger, release: { version: "1.43.0", since }, range: "~1.43" },
    };
}

function runs(start: Lock, only?: System): readonly string[] {
    const seen: string[] = [];
    let lock = start;
    for (let run = 0; run < 10; run++) {
        const { action, step, lock: next } = decideUpdate(decideArgs(lock), only);
        if (action !== "step" || !step || !next) return [...seen, action];
        seen.push(`${step.part} ${step.from} → ${step.to}`);
        lock = next;
    }
    return [...seen, "…"];
}

const istio = ["control-plane 1.31.0 → 1.31.1", "proxies 1.31.0 → 1.31.1"];
const flux = ["flux-operator 0.57.0 → 0.58.1", "flux 2.9.3 → 2.9.4"];
const flagger = ["flagger 1.43.0 → 1.44.0"];

const orders: readonly (readonly [System | undefined, steps: readonly string[]])[] = [
    [undefined, [...istio, ...flux, ...flagger]],
    ["istio", istio],
    ["flux", flux],
    ["flagger", flagger],
];

describe("decideUpdate", () => {
    for (const [only, steps] of orders) {
        it(`takes one step a run, ${only === undefined ? "Istio first, then Flux, then Flagger" : `only ${only}`}`, () => {
            assert.deepEqual(runs(behind("1.31.0"), only), [...steps, "none"]);
        });
    }

    it("does nothing behind what is held, unless only that is asked for", () => {
        const args = decideArgs(behind("1.31.1"), { istio: { range: "~1.44" } });

        assert.equal(decideUpdate(args).action, "held");
        assert.equal(decideUpdate(args, "flux").step?.part, "flux-operator");
    });

    it("makes a first lock of the best of everything, which a preview takes", () => {
        const args = decideArgs(undefined);
        const { action, lock, step } = decideUpdate(args);

        assert.deepEqual([action, step], ["created", undefined]);
        assert.ok(lock);
        const pin = (version: string): object => ({ version, since: DAY });
        assert.deepEqual(
            [
                lock.istio.controlPlane,
                lock.istio.proxies,
                lock.flux.distribution,
                lock.flux.operator,
                lock.flagger.release,
            ],
            [pin("1.31.1"), pin("1.31.1"), pin("2.9.4"), pin("0.58.1"), pin("1.44.0")],
        );
        assert.deepEqual(checkLock(args.settings, parseLock("dev", formatLock("dev", lock))), []);
    });

    it("makes a first lock in any wave: nothing runs yet that it could break", () => {
        const args = decideArgs(undefined, {}, { fleet: { wave: 2, soak: "14d" } });

        assert.equal(decideUpdate({ ...args, fleet: [{ stack: "earlier", wave: 0 }] }).action, "created");
    });

    it("makes no first lock where anything may not be picked", () => {
        const { flagger: settings } = decideArgs(undefined).settings;
        const args = decideArgs(undefined, {}, { flagger: { ...settings, range: "~1.99" } });
        const { action, reasons, lock } = decideUpdate(args);

        assert.deepEqual(
            [action, reasons, lock],
            ["held", ["no release of Flagger may be picked: none is in range"], undefined],
        );
    });

    it("proposes a better release out of range with the first lock too", () => {
        const { proposal } = decideUpdate(decideArgs(undefined, { istio: { range: "~1.30" } }));

        assert.equal(proposal?.version, "1.31.1");
    });
});
