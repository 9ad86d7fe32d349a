import assert from "node:assert/strict";

import fc from "fast-check";

import { formatLock, lockFileName, parseLock, updateCommand } from "../../../lifecycle/settings/lock-parse";
import { exampleLock } from "./example-lock";

const text = formatLock("dev", exampleLock);

const version = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40)).map((parts) => parts.join("."));
const day = fc
    .date({ min: new Date("2020-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
const pin = fc.record({ version, since: day });
const digest = fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `sha256:${hex}`);
const digests = fc.dictionary(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,9}$/), digest, {
    maxKeys: 4,
    noNullPrototype: true,
});
const range = fc.constantFrom("~1.31", ">=1.30.5 <1.32", "^2.9 || ~3.1");
/** `towards` and `retiring` only stand in the lock of an upgrade on its way. */
const ISTIO_KEYS = [
    "range",
    "controlPlane",
    "proxies",
    "charts",
    "hub",
    "variant",
    "chartDigests",
    "istioctlDigests",
    "waivers",
] as const;
const lock = fc.record({
    istio: fc.record(
        {
            range,
            controlPlane: pin,
            proxies: pin,
            towards: version,
            retiring: version,
            charts: fc.constantFrom("oci://ghcr.io/istio/release/charts", "http://127.0.0.1:5000/charts"),
            hub: fc.constantFrom("docker.io/istio", "localhost:5000/istio"),
            variant: fc.constantFrom("distroless", "debug", ""),
            chartDigests: digests,
            istioctlDigests: digests,
            waivers: fc
                .uniqueArray(fc.stringMatching(/^[A-Z]{3}-[0-9]{1,4}$/), { maxLength: 3 })
                .map((ids) => ids.sort()),
        },
        { noNullPrototype: true, requiredKeys: [...ISTIO_KEYS] },
    ),
    flux: fc.record({ range, distribution: pin, operator: pin, chartDigests: digests }),
    flagger: fc.record({ range, release: pin, chartDigests: digests }),
    catalog: day,
});

describe("formatLock and parseLock", () => {
    it("give back any lock, and the same bytes the second time", () => {
        fc.assert(
            fc.property(lock, (value) => {
                const written = formatLock("dev", value);
                const read = parseLock("dev", written).lock;

                assert.deepEqual(read, structuredClone(value));
                assert.equal(formatLock("dev", read), written);
            }),
        );
    });

    it("do not depend on the order of digests and waivers", () => {
        const digest = `sha256:${"a".repeat(64)}`;
        const of = (chartDigests: Record<string, string>, waivers: string[]): string =>
            formatLock("dev", { ...exampleLock, istio: { ...exampleLock.istio, chartDigests, waivers } });

        assert.equal(
            of({ istiod: digest, base: digest }, ["b", "a"]),
            of({ base: digest, istiod: digest }, ["a", "b"]),
        );
    });
});

describe("formatLock", () => {
    it("says on top what wrote the file and how to change it, and starts with the schema", () => {
        assert.deepEqual(text.split("\n").slice(0, 6), [
            "# The exact versions of this stack. Written by windlass, reviewed by a person, changed by no hand.",
            "# To change it: npm run -s windlass -- update --stack dev",
            "schema: windlass/lock/v1",
            "istio:",
            "  range: ~1.31",
            "  controlPlane:",
        ]);
    });

    it("writes where an upgrade is going after what runs, and no such line without one", () => {
        const going = { ...exampleLock, istio: { ...exampleLock.istio, towards: "1.32.0" } };
        const lines = formatLock("dev", going).split("\n");

        assert.deepEqual(
            lines.filter((line) => !text.split("\n").includes(line)),
            ["  towards: 1.32.0"],
        );
        assert.equal(
            lines[lines.indexOf("  towards: 1.32.0") + 1],
            "  charts: oci://ghcr.io/istio/release/charts",
        );
        assert.equal(text.includes("towards"), false);
    });

    it("writes what retires after where it is going, and no such line without one", () => {
        const istio = { ...exampleLock.istio, towards: "1.32.0", retiring: "1.30.5" };
        const lines = formatLock("dev", { ...exampleLock, istio }).split("\n");

        assert.deepEqual(
            lines.filter((line) => !text.split("\n").includes(line)),
            ["  towards: 1.32.0", "  retiring: 1.30.5"],
        );
        assert.equal(text.includes("retiring"), false);
    });

    for (const value of ["1.30", "v1.30.5", "1-30-5", "~1.30.5", "{}", "1.30.5+x"]) {
        it(`refuses ${value} as what retires`, () => {
            const damaged = text.replace("  charts: oci", `  retiring: ${value}\n  charts: oci`);

            assert.throws(
                () => parseLock("dev", damaged),
                /^WindlassError: stacks\/dev\.lock\.yaml:12: istio\.retiring: /,
            );
        });
    }

    it("writes nothing that could not be read back", () => {
        const broken = { ...exampleLock, catalog: "tomorrow" };

        assert.throws(() => formatLock("dev", broken), {
            message: "stacks/dev.lock.yaml: catalog: must be a day of the calendar",
        });
    });
});

const restore = "Restore the file from Git or run npm run -s windlass -- update --stack dev.";
const damage: readonly (readonly [what: string, from: string | RegExp, to: string, message: string])[] = [
    [
        "another schema",
        "lock/v1",
        "lock/v2",
        '3: schema: "windlass/lock/v2": is of a newer Windlass: this Windlass knows windlass/lock/v1. Take a newer Windlass: raise its version in package.json.',
    ],
    [
        "no schema",
        "schema: windlass/lock/v1\n",
        "",
        `3: "istio": must start with the line schema: windlass/lock/v1. ${restore}`,
    ],
    [
        "a schema further down",
        /(schema: .*\n)([^]*)/,
        "$2$1",
        `3: "istio": must start with the line schema: windlass/lock/v1. ${restore}`,
    ],
    [
        "an unknown key",
        "  hub:",
        "  hubb: x\n  hub:",
        "13: istio.hubb: is not a known key. Did you mean hub.",
    ],
    [
        "a key twice",
        "  hub:",
        "  range: ~1.30\n  hub:",
        "13: range: must not appear twice in one map. Delete one of the two.",
    ],
    ["a missing key", / {2}variant: .*\n/, "", "4: istio.variant: is required. Add it: image variant."],
    [
        "a version that is a range",
        "version: 1.31.1",
        "version: 1.31.x",
        '7: istio.controlPlane.version: "1.31.x": must be an exact version. Write it as 1.31.1.',
    ],
    [
        "a version with a v",
        "version: 2.9.4",
        "version: v2.9.4",
        '21: flux.distribution.version: "v2.9.4": must be an exact version. Write it as 1.31.1.',
    ],
    [
        "a day that does not exist",
        'since: "2026-10-01"',
        'since: "2026-13-01"',
        '8: istio.controlPlane.since: "2026-13-01": must be a day of the calendar. Write it as 2026-12-31.',
    ],
    [
        "a short digest",
        "chartDigests: {}",
        "chartDigests: {base: sha256:abc}",
        '15: istio.chartDigests.base: "sha256:abc": must be a SHA-256 digest. Write it as sha256: and 64 lower-case hexadecimal digits.',
    ],
    [
        "half a file",
        / {2}proxies:[^]*/,
        "  proxies: {",
        "9: is not valid YAML: Flow map in block collection must be sufficiently indented and end with a }. Mend the syntax.",
    ],
    [
        "a conflict marker",
        "istio:",
        "<<<<<<< HEAD\nistio:",
        "4: is not valid YAML: Implicit keys need to be on a single line. Mend the syntax.",
    ],
];

describe("parseLock", () => {
    for (const [what, from, to, message] of damage) {
        it(`refuses ${what}`, () => {
            const damaged = text.replace(from, to);

            assert.notEqual(damaged, text);
            assert.throws(() => parseLock("dev", damaged), {
                name: "WindlassError",
                message: `stacks/dev.lock.yaml:${message}`,
            });
        });
    }
});

describe("lockFileName and updateCommand", () => {
    it("name the stack", () => {
        assert.deepEqual(
            [lockFileName("dev"), updateCommand("dev")],
            ["stacks/dev.lock.yaml", "npm run -s windlass -- update --stack dev"],
        );
    });
});
