import assert from "node:assert/strict";
import fc from "fast-check";
import type { Finding } from "../../diff/finding";
import { toText } from "../../diff/escape";
import { countOf, groupFindings } from "../../diff/group";
import { NAME_MARK, say } from "../../diff/phrase";

const finding = fc.record({
    section: fc.constantFrom("istio", "workloads"),
    rule: fc.constantFrom("a", "b"),
    level: fc.constantFrom("alarm", "info"),
    words: fc.constantFrom(["x"], ["y"]),
    details: fc.array(fc.constantFrom(["d"], ["e"]), { maxLength: 2 }),
    merge: fc.boolean(),
    stack: fc.constantFrom("dev", "prod"),
    object: fc.constantFrom("1", "2", "3"),
}) as fc.Arbitrary<Finding>;

describe("groupFindings", () => {
    it("does not depend on the order of the findings", () => {
        const subjects = (list: readonly Finding[]): unknown =>
            groupFindings(list).map(({ words, rule, level, subjects: of }) => [words, rule, level, of]);
        fc.assert(
            fc.property(fc.array(finding), (list) =>
                assert.deepEqual(subjects([...list].reverse()), subjects(list)),
            ),
        );
    });

    it("puts what says the same into one line, and counts its objects", () => {
        const base = { section: "workloads", rule: "r", level: "info", words: ["w"] } as const;
        const lines = groupFindings(
            ["b", "a", "a"].map((object, index) => ({
                ...base,
                stack: index === 2 ? "prod" : "dev",
                object,
            })),
        );
        assert.deepEqual(
            lines.map(({ subjects }) => subjects),
            [
                [
                    { stack: "dev", objects: ["a", "b"] },
                    { stack: "prod", objects: ["a"] },
                ],
            ],
        );
        assert.equal(lines[0] && countOf(lines[0]), 3);
    });

    it("lists details that were put together with their stacks, and tallies", () => {
        const base = {
            section: "istio",
            rule: "r",
            level: "info",
            words: ["w"],
            merge: true,
            tally: "odd",
        } as const;
        const [line] = groupFindings([
            { ...base, stack: "a", details: [["x"]] },
            { ...base, stack: "b", details: [["x"], ["y"]] },
        ]);
        assert.deepEqual(line?.details, [
            { words: ["2", " ", "odd"], stacks: [] },
            { words: ["x"], stacks: [] },
            { words: ["y"], stacks: ["b"] },
        ]);
    });

    const plainly = (objects: readonly string[]): string[] => {
        const [line] = groupFindings(
            objects.map((object) => ({
                ...({ section: "workloads", rule: "r", level: "info", stack: "a", object } as const),
                words: say`runs ${`x/${NAME_MARK}`}`,
                tally: "without a canary",
            })),
        );
        return [toText(line?.words ?? []), ...(line?.details ?? []).map(({ words }) => toText(words))];
    };

    it("names those that it counts", () => {
        assert.equal(
            plainly(["n/Deployment/b", "n/Deployment/a"])[1],
            "2 without a canary: n/Deployment/a, n/Deployment/b",
        );
        assert.equal(
            plainly(["n/D/a", "n/D/b", "n/D/c", "n/D/d", "n/D/e"])[1],
            "5 without a canary: n/D/a, n/D/b, n/D/c and 2 more",
        );
    });

    it("writes the name of the one object, and shows no placeholder", () => {
        assert.equal(plainly(["n/Deployment/shop"])[0], "runs x/shop");
        assert.equal(plainly(["n/Deployment/shop", "n/Deployment/cart"])[0], 'runs "x/<its name>"');
    });
});
