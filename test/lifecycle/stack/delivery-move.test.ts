import assert from "node:assert/strict";
import { type DeliverySettings, deliveryMove } from "../../../lifecycle/stack/delivery-move";

const STATES: readonly DeliverySettings[] = [
    { delivery: "pulumi", handover: "none" },
    { delivery: "pulumi", handover: "underway" },
    { delivery: "flux", handover: "underway" },
    { delivery: "flux", handover: "none" },
];
const text = ({ delivery, handover }: DeliverySettings) => `delivery: ${delivery}, handover: ${handover}`;

describe("deliveryMove", () => {
    for (const [start, from] of STATES.entries()) {
        for (const [end, to] of STATES.entries()) {
            it(`${text(from)} → ${text(to)}`, () => {
                const move = deliveryMove(from, to);

                if (start === end) return assert.equal(move, undefined);
                assert.ok(move);
                if (Math.abs(start - end) === 1) return assert.deepEqual(move.steps, []);
                const between =
                    start < end ? STATES.slice(start + 1, end + 1) : STATES.slice(end, start).reverse();
                assert.deepEqual(move.steps, between.map(text));
                assert.match(
                    move.words,
                    new RegExp(`^${from.delivery === "flux" ? "Flux" : "Pulumi"} would delete`),
                );
            });
        }
    }

    it("is one that walks from one delivery to the other and back, a step at a time", () => {
        for (const path of [STATES, [...STATES].reverse()]) {
            for (const [index, to] of path.entries()) {
                const from = path[index - 1];
                if (from) assert.deepEqual(deliveryMove(from, to)?.steps, []);
            }
        }
    });
});
