import assert from "node:assert/strict";
import { backoff, isTransient, requestedWait } from "../../../adapters/http/retry";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const reset = (seconds: number) => String(NOW / 1000 + seconds);

/** `[status, headers, worth another attempt]` */
const statuses: readonly (readonly [number, Record<string, string>, boolean])[] = [
    [408, {}, true],
    [429, {}, true],
    [500, {}, true],
    [502, {}, true],
    [503, {}, true],
    [504, {}, true],
    [501, {}, false],
    [400, {}, false],
    [403, {}, false],
    [403, { "retry-after": "3" }, true],
    [403, { "x-ratelimit-remaining": "0" }, true],
    [403, { "x-ratelimit-remaining": "12" }, false],
];

/** `[headers, milliseconds]` */
const waits: readonly (readonly [Record<string, string>, number | undefined])[] = [
    [{}, undefined],
    [{ "retry-after": "7" }, 7000],
    [{ "retry-after": " 0 " }, 0],
    [{ "retry-after": "Sat, 21 Nov 2026 12:00:30 GMT" }, 30_000],
    [{ "retry-after": "Sat, 21 Nov 2026 11:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "-5" }, undefined],
    [{ "retry-after": "1e9" }, undefined],
    [{ "retry-after": "99999999999999999999" }, undefined],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset(60) }, 61_000],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset(-60) }, 1000],
    [{ "x-ratelimit-remaining": "5", "x-ratelimit-reset": reset(60) }, undefined],
    [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "NaN" }, undefined],
    [{ "retry-after": "2", "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset(60) }, 2000],
];

describe("isTransient", () => {
    for (const [status, headers, expected] of statuses) {
        it(`${expected ? "tries" : "does not try"} again after ${status} with ${JSON.stringify(headers)}`, () => {
            assert.equal(isTransient(status, new Headers(headers)), expected);
        });
    }
});

describe("requestedWait", () => {
    for (const [headers, expected] of waits) {
        it(`reads ${expected} ms out of ${JSON.stringify(headers)}`, () => {
            assert.equal(requestedWait(new Headers(headers), NOW), expected);
        });
    }
});

describe("backoff", () => {
    it("doubles and is spread around the middle", () => {
        const found = [1, 2, 3].map((attempt) => [0, 0.5, 1].map((spread) => backoff(attempt, 100, spread)));

        assert.deepEqual(found, [
            [75, 100, 125],
            [150, 200, 250],
            [300, 400, 500],
        ]);
    });
});
