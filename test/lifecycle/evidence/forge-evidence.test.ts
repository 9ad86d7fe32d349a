import assert from "node:assert/strict";

import type { Evidence } from "../../../lifecycle/evidence/evidence";
import { writeEvidence } from "../../../lifecycle/evidence/evidence-text";
import {
    DELIVERED_LAYERS,
    type ForgeLook,
    type LayerStatus,
    extendByForge,
    judgeForge,
    toldAt,
} from "../../../lifecycle/evidence/forge-evidence";
import { parseEvidence } from "../../../lifecycle/evidence/parse-evidence";
import { evidence, lock } from "./example-evidence";

const HOUR = 3_600_000;
const START = Date.parse("2026-11-24T12:00:00Z");
const COMMIT = "a".repeat(40);

/** A look at layers that were told of so many hours after the example's evidence. */
function look(
    hours: number,
    states: Readonly<Partial<Record<string, LayerStatus["state"]>>> = {},
): ForgeLook {
    const time = START + hours * HOUR;
    const layers = DELIVERED_LAYERS.map(
        (layer) => ({ layer, state: states[layer] ?? "success", time }) as const,
    );
    return { stack: "dev", at: time + HOUR, commit: COMMIT, lock, layers };
}

function runs({ verified }: Evidence): readonly string[] {
    return verified.map(({ part, from, to }) => `${part} ${(Date.parse(to) - Date.parse(from)) / HOUR}`);
}

describe("extendByForge", () => {
    it("was seen when Flux told of it, and carries on what was seen before", () => {
        const after = extendByForge(evidence, look(10));
        assert.deepEqual([after.way, after.seen, after.health], ["forge", "2026-11-24T22:00:00Z", "healthy"]);
        assert.deepEqual(runs(after), ["control-plane 82", "proxies 82"]);
        assert.deepEqual([after.commit, after.proxies, after.failed], [COMMIT, [], []]);
        assert.deepEqual(parseEvidence(writeEvidence(after), "f"), JSON.parse(JSON.stringify(after)));
    });

    it("ends the proxies' run with the workloads, and the control plane's with the system", () => {
        assert.deepEqual(runs(extendByForge(evidence, look(1, { workloads: "pending" }))), [
            "control-plane 73",
        ]);
        assert.deepEqual(runs(extendByForge(evidence, look(1, { system: "failure" }))), []);
        const { layers, ...rest } = look(1);
        const half = { ...rest, layers: layers.slice(0, 2) };
        assert.deepEqual(runs(extendByForge(evidence, half)), ["control-plane 73"]);
    });

    it("leaves what was seen later, and takes the place of what is of the future or of another stack", () => {
        assert.equal(extendByForge(evidence, look(-1)), evidence);
        assert.equal(extendByForge(evidence, look(0)), evidence);
        const future = { ...evidence, seen: "2027-11-24T12:00:00Z" };
        assert.deepEqual(runs(extendByForge(future, look(1))), ["control-plane 0", "proxies 0"]);
        assert.equal(extendByForge({ ...evidence, stack: "staging" }, look(1)).stack, "dev");
    });
});

describe("judgeForge", () => {
    it("says what fails first, what is under way, and what was not told of", () => {
        const layers: LayerStatus[] = [
            { layer: "system", state: "pending", time: 1 },
            { layer: "workloads", state: "failure", description: "health check failed", time: 2 },
        ];
        assert.deepEqual(
            judgeForge({ layers }).map(({ level, about, reason }) => `${level} ${about}: ${reason}`),
            [
                "failing Kustomization/workloads: it is not ready: health check failed",
                "behind Kustomization/system: it is under way",
                "behind Kustomization/gateways: Flux has not told of it yet",
            ],
        );
        assert.equal(toldAt({ layers }), 2);
    });
});
