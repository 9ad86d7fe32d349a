import assert from "node:assert/strict";

import fc from "fast-check";

import { WindlassError } from "../../../lifecycle/kit/errors";
import { indexCatalog } from "../../../lifecycle/versions/catalog-index";
import {
    type ResolveRequest,
    gateContext,
    momentOf,
    parseSidecarVersion,
    parseVersion,
} from "../../../lifecycle/versions/request";
import { contextOf, realCatalog } from "./example-catalog";

const bad: readonly (readonly [name: string, request: Partial<ResolveRequest>, message: RegExp])[] = [
    ["a range without a lower bound", { range: "*" }, /"\*": is too broad/],
    ["an empty range", { range: "" }, /must not be empty/],
    ["a Kubernetes that is none", { kubernetes: "latest" }, /"latest": must be a Kubernetes version/],
    ["a pin that is no version", { current: "1.30" }, /"1\.30": must be an exact version/],
    [
        "a sidecar that is no version",
        { sidecars: ["1.30.5", "latest"] },
        /"latest": must be an exact version/,
    ],
    ["an age that is no duration", { minimumAge: "3 days" }, /"3 days": must be a duration/],
];

describe("gateContext", () => {
    it("fills in the defaults", () => {
        const { strategy, minimumAge, allowPrerelease, allowDowngrade, sidecars, waivers, maxCatalogAge } =
            contextOf();

        assert.deepEqual(
            { strategy, minimumAge, allowPrerelease, allowDowngrade, sidecars, waivers, maxCatalogAge },
            {
                strategy: "in-place",
                minimumAge: { text: "3d", milliseconds: 259_200_000 },
                allowPrerelease: false,
                allowDowngrade: false,
                sidecars: [],
                waivers: [],
                maxCatalogAge: 120,
            },
        );
    });

    for (const [name, request, message] of bad) {
        it(`refuses ${name}`, () => {
            assert.throws(() => contextOf(request), message);
        });
    }

    it("sorts sidecars, and knows a pin the catalog does not", () => {
        const { sidecars, current } = contextOf({
            sidecars: ["1.31.1", "1.9.0", "1.30.5-distroless"],
            current: "1.31.9",
        });

        assert.deepEqual(sidecars.map(String), ["1.9.0", "1.30.5", "1.31.1"]);
        assert.deepEqual([current?.version, current?.date], ["1.31.9", undefined]);
    });

    it("throws nothing but what a user can mend, whatever the texts", () => {
        const text = fc.oneof(fc.string(), fc.constantFrom("1.31.1", "~1.31", "3d", "1.34"));
        fc.assert(
            fc.property(text, text, text, text, text, (range, kubernetes, current, sidecar, minimumAge) => {
                try {
                    gateContext(
                        { range, kubernetes, current, sidecars: [sidecar], minimumAge },
                        indexCatalog(realCatalog),
                        momentOf("2026-10-01"),
                    );
                } catch (error) {
                    assert.ok(error instanceof WindlassError);
                }
            }),
        );
    });
});

describe("momentOf", () => {
    it("is the start of a day in UTC", () => {
        assert.deepEqual(momentOf("2026-09-01"), { time: Date.UTC(2026, 8, 1), asked: true });
    });

    for (const day of ["2026-02-30", "yesterday", "", "2026-09-01T12:00:00Z"]) {
        it(`refuses ${JSON.stringify(day)}`, () => {
            assert.throws(() => momentOf(day), {
                message: `${JSON.stringify(day)}: must be a day of the calendar. Write it as 2026-10-01.`,
            });
        });
    }
});

describe("parseVersion", () => {
    it("reads exact versions, and those of image tags without their variant", () => {
        assert.equal(parseVersion("1.31.0-rc.0").version, "1.31.0-rc.0");
        assert.equal(parseSidecarVersion("1.31.1-distroless").version, "1.31.1");
        assert.throws(() => parseVersion("v1.31.1"), {
            message: '"v1.31.1": must be an exact version. Write it as 1.31.1.',
        });
    });
});
