import assert from "node:assert/strict";

import type { Lock } from "../../../lifecycle/settings/lock";
import { formatLock, parseLock } from "../../../lifecycle/settings/lock-parse";
import { digestFields, mergeDigests, withDigests } from "../../../lifecycle/upgrade/digests";
import { exampleLock } from "../../support/example-stack";

const A = `sha256:${"a".repeat(64)}`;
const B = `sha256:${"b".repeat(64)}`;

const old: Lock = withDigests(exampleLock("1.31.0", "1.31.0"), {
    "istio-charts": { base: A },
    istioctl: { "linux-amd64": A },
    "flux-charts": { "flux-operator": A },
    "flagger-charts": { flagger: A },
});

function known(lock: Lock, before: Lock | undefined = old): readonly string[] {
    return digestFields(lock, before).map(
        ({ key, version, known: digests }) => `${key} ${version}: ${Object.keys(digests).join(" ")}`,
    );
}

function moved(change: Partial<Lock["istio"]>): Lock {
    return { ...old, istio: { ...old.istio, ...change } };
}

const pin = { version: "1.31.1", since: "2026-10-05" };
const tools = ["flux.chartDigests 0.58.1: flux-operator", "flagger.chartDigests 1.44.0: flagger"];

const cases: readonly (readonly [what: string, lock: Lock, fields: readonly string[]])[] = [
    [
        "keeps all where nothing moves",
        old,
        ["istio.chartDigests 1.31.0: base", "istio.istioctlDigests 1.31.0: linux-amd64", ...tools],
    ],
    [
        "forgets the charts' when the control plane moves",
        moved({ controlPlane: pin }),
        ["istio.chartDigests 1.31.1: ", "istio.istioctlDigests 1.31.0: linux-amd64", ...tools],
    ],
    [
        "forgets istioctl's when the proxies move",
        moved({ proxies: pin }),
        ["istio.chartDigests 1.31.0: base", "istio.istioctlDigests 1.31.1: ", ...tools],
    ],
    [
        "forgets the charts' when they come from elsewhere",
        moved({ charts: "oci://registry.example.com/charts" }),
        ["istio.chartDigests 1.31.0: ", "istio.istioctlDigests 1.31.0: linux-amd64", ...tools],
    ],
];

const ahead = { version: "1.31.1", through: "first", since: "2026-10-05" };
const begun = moved({ proxies: { ...old.istio.proxies, next: ahead } });
const half = withDigests(begun, {
    "istio-charts": { base: A },
    istioctl: { "linux-amd64": A },
    "next-istioctl": { "linux-amd64": B },
    "flux-charts": { "flux-operator": A },
    "flagger-charts": { flagger: A },
});

describe("digestFields of a lock whose cohorts are on their way", () => {
    const [charts, own] = ["istio.chartDigests 1.31.0: base", "istio.istioctlDigests 1.31.0: linux-amd64"];

    it("has those of the second istioctl to be fetched", () => {
        assert.deepEqual(known(begun), [
            charts,
            own,
            "istio.proxies.next.istioctlDigests 1.31.1: ",
            ...tools,
        ]);
    });

    it("keeps them with each cohort, though its step does not write them", () => {
        assert.deepEqual(half.istio.proxies.next, { ...ahead, istioctlDigests: { "linux-amd64": B } });
        assert.deepEqual(known(begun, half)[2], "istio.proxies.next.istioctlDigests 1.31.1: linux-amd64");
    });

    it("makes them the stack's own with the last", () => {
        const fields = digestFields(moved({ proxies: pin }), half);
        assert.deepEqual(fields[1]?.known, { "linux-amd64": B });
        assert.equal(fields.length, 4);
    });

    it("reads what it has written", () => {
        assert.deepEqual(parseLock("dev", formatLock("dev", half)).lock.istio.proxies, half.istio.proxies);
    });
});

describe("digestFields", () => {
    for (const [what, lock, fields] of cases) {
        it(what, () => {
            assert.deepEqual(known(lock), fields);
        });
    }

    it("knows nothing before the first lock", () => {
        assert.deepEqual(
            digestFields(old, undefined).map((field) => field.known),
            [{}, {}, {}, {}],
        );
    });
});

describe("mergeDigests", () => {
    const [field] = digestFields(old, old);
    assert.ok(field);

    it("adds what is new to what is known", () => {
        assert.deepEqual(mergeDigests("dev", field, { base: A, istiod: B }), { base: A, istiod: B });
    });

    it("keeps what could not be fetched this time", () => {
        assert.deepEqual(mergeDigests("dev", field, {}), { base: A });
    });

    it("refuses a release that was made anew, with both digests", () => {
        assert.throws(() => mergeDigests("dev", field, { base: B }), {
            exitStatus: 5,
            message:
                `stacks/dev.lock.yaml: istio.chartDigests.base: "${A}": ` +
                `the same version 1.31.0 has the digest ${B} now: the release was made anew. ` +
                "Nothing was changed. Find out why; only then change the digest in the lock, in a commit that is reviewed.",
        });
    });
});

describe("withDigests", () => {
    it("puts each map in its place", () => {
        assert.deepEqual(old.istio.chartDigests, { base: A });
        assert.deepEqual(old.istio.istioctlDigests, { "linux-amd64": A });
        assert.deepEqual(old.flux.chartDigests, { "flux-operator": A });
        assert.deepEqual(old.flagger.chartDigests, { flagger: A });
    });
});
