import assert from "node:assert/strict";

import { cohortAt } from "../../../lifecycle/cohorts/plan-cohorts";
import { spread } from "../../../lifecycle/cohorts/spread";

const ENDS = [100, 150, 200];

/** Cohort of each workload after the spreading, and what stays crowded. */
function spreaded(
    own: Readonly<Record<string, number>>,
    needs: Readonly<Record<string, readonly string[]>>,
    movable: (place: number) => boolean = () => true,
): { readonly cohorts: Readonly<Record<string, number>>; readonly crowded: readonly string[] } {
    const members = Object.keys(own).map((id) => ({
        id,
        app: id,
        isGated: true,
        needs: needs[id] ?? [],
    }));
    const { places, crowded } = spread({ members, own: new Map(Object.entries(own)), ends: ENDS, movable });
    const cohorts = Object.fromEntries([...places].map(([id, place]) => [id, cohortAt(ENDS, place)]));
    return { cohorts, crowded };
}

describe("spread", () => {
    it("leaves what shares nothing, or is in two cohorts already", () => {
        const own = { a: 10, b: 20, c: 120 };
        assert.deepEqual(spreaded(own, { a: ["x"], c: ["x"] }).cohorts, { a: 0, b: 0, c: 1 });
    });

    it("moves the last of all dependants of a service to the next cohort", () => {
        const own = { a: 10, b: 20, c: 30 };
        const { cohorts, crowded } = spreaded(own, { a: ["x"], b: ["x"], c: ["x"] });
        assert.deepEqual(cohorts, { a: 0, b: 0, c: 1 });
        assert.deepEqual(crowded, []);
    });

    it("moves one of the last cohort to the one before", () => {
        const { cohorts } = spreaded({ a: 160, b: 170 }, { a: ["x"], b: ["x"] });
        assert.deepEqual(cohorts, { a: 2, b: 1 });
    });

    it("moves nothing that a person has put somewhere, and says what stays crowded", () => {
        const { cohorts, crowded } = spreaded({ a: 10, b: 20 }, { a: ["x"], b: ["x"] }, () => false);
        assert.deepEqual(cohorts, { a: 0, b: 0 });
        assert.deepEqual(crowded, ["x"]);
    });

    it("crowds no other service by it", () => {
        // To move b or d next to c would leave all of y in one cohort; a is free to go.
        const own = { a: 10, b: 20, c: 120 };
        const { cohorts, crowded } = spreaded(own, { a: ["x"], b: ["x", "y"], c: ["y"] });
        assert.deepEqual(crowded, []);
        assert.notEqual(cohorts["b"], cohorts["c"]);
        assert.notEqual(cohorts["a"], cohorts["b"]);
    });
});
