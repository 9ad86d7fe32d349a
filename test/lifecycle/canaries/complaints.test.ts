import * as assert from "node:assert/strict";
import {
    Complaints,
    fieldsOf,
    isWholeNumber,
    listOf,
    secondsOf,
} from "../../../lifecycle/canaries/complaints";

describe("Complaints", () => {
    it("points at the file where there is one, else at the subject", () => {
        const messages = ["apps/web/canary.yaml", undefined].map((file) => {
            const complaints = new Complaints("Canary web", file === undefined ? undefined : { file });
            complaints.add("spec.port", 0, "must be a port", "Name one");
            return complaints.errors.map(({ message }) => message);
        });

        assert.deepEqual(messages, [
            ["apps/web/canary.yaml: spec.port: 0: must be a port. Name one."],
            ["Canary web: spec.port: 0: must be a port. Name one."],
        ]);
    });

    const own = "(a rule of Windlass's own; Flagger takes it)";
    const numbers = [
        { value: undefined, least: 1, most: 100, message: undefined },
        { value: 1, least: 1, most: 100, message: undefined },
        { value: 100, least: 1, most: 100, message: undefined },
        { value: 101, least: 1, most: 100, message: `is asked to be a whole number from 1 to 100 ${own}.` },
        { value: 1.5, least: 1, most: 100, message: "must be a whole number." },
        { value: "5", least: 1, most: 100, message: "must be a whole number." },
        {
            value: 0,
            least: 1,
            most: Infinity,
            message: `is asked to be a whole number of at least 1 ${own}.`,
        },
    ];
    for (const { value, least, most, message } of numbers) {
        it(`${message ? "refuses" : "takes"} ${JSON.stringify(value)} between ${least} and ${most}`, () => {
            const complaints = new Complaints("x");
            complaints.wholeNumber("k", value, least, most);

            const expected = message ? [`x: k: ${JSON.stringify(value)}: ${message}`] : [];
            assert.deepEqual(
                complaints.errors.map((error) => error.message),
                expected,
            );
        });
    }
});

describe("secondsOf", () => {
    const cases: readonly (readonly [unknown, number | undefined])[] = [
        ["15s", 15],
        ["1m", 60],
        ["1m30s", 90],
        ["1h", 3600],
        ["", undefined],
        ["15", undefined],
        ["1.5m", undefined],
        ["30s1m", undefined],
        [30, undefined],
        [undefined, undefined],
    ];
    for (const [value, seconds] of cases) {
        it(`reads ${JSON.stringify(value)} as ${seconds}`, () => {
            assert.equal(secondsOf(value), seconds);
        });
    }
});

describe("fieldsOf, listOf and isWholeNumber", () => {
    it("give something usable for anything", () => {
        assert.deepEqual([null, [], "x", 1, undefined].map(fieldsOf), [{}, {}, {}, {}, {}]);
        assert.deepEqual([null, {}, "x", 1, undefined].map(listOf), [[], [], [], [], []]);
        assert.equal(isWholeNumber(NaN, 0, 1), false);
    });
});
