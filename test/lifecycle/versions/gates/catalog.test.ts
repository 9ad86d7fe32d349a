import assert from "node:assert/strict";

import {
    beyondJudgement,
    catalogAge,
    catalogGate,
    catalogWarning,
} from "../../../../lifecycle/versions/gates/catalog";
import { contextOf, judged } from "../example-catalog";

describe("catalog", () => {
    const cases: readonly (readonly [day: string, age: number, warns: boolean, refuses: boolean])[] = [
        ["2020-01-01", 0, false, false],
        ["2026-10-31", 30, false, false],
        ["2026-11-01", 31, true, false],
        ["2027-01-29", 120, true, false],
        ["2027-01-30", 121, true, true],
    ];
    for (const [day, age, warns, refuses] of cases) {
        it(`is ${age} days old on ${day}${warns ? ", which is worth a warning" : ""}${refuses ? ", and picks nothing new" : ""}`, () => {
            const context = contextOf({ current: "1.30.5" }, day);

            assert.equal(catalogAge(context), age);
            assert.equal(catalogWarning(context).length, warns ? 1 : 0);
            assert.equal(judged(catalogGate, "1.31.1", context) !== undefined, refuses);
            assert.equal(judged(catalogGate, "1.30.5", context), undefined);
        });
    }

    it("has a limit that can be moved", () => {
        const reason =
            "the catalog of 2026-10-01 is 51 days old, and nothing new is picked after 50: run npm run -s windlass -- catalog refresh, or set windlass:istio.catalogAge to 51d or more";

        assert.equal(judged(catalogGate, "1.31.1", contextOf({ maxCatalogAge: 50 }, "2026-11-21")), reason);
        assert.equal(
            judged(catalogGate, "1.31.1", contextOf({ maxCatalogAge: 999 }, "2027-11-21")),
            undefined,
        );
    });

    it("does not judge a day ten years after it", () => {
        assert.equal(beyondJudgement(contextOf({}, "2036-09-01")), undefined);
        assert.match(beyondJudgement(contextOf({}, "2099-01-01")) ?? "", /more than ten years after/);
    });
});
