import assert from "node:assert/strict";
import {
    addressBelow,
    isLoopbackHost,
    redirectTarget,
    requireWebAddress,
} from "../../../adapters/http/web-address";

const accepted = [
    "https://x.test",
    "https://x.test:8443/a?b=c",
    "http://127.0.0.1:80/a",
    "http://localhost",
    "http://[::1]:1",
];

/** `[address, message]` */
const refused: readonly (readonly [string, string])[] = [
    [
        "http://x.test/a",
        'K: "http://x.test/a": must be https, or http on the loopback. Use an https:// address.',
    ],
    [
        "http://127.0.0.1.x.test",
        'K: "http://127.0.0.1.x.test": must be https, or http on the loopback. Use an https:// address.',
    ],
    [
        "file:///etc/passwd",
        'K: "file:///etc/passwd": must be https, or http on the loopback. Use an https:// address.',
    ],
    ["x", 'K: "x": must be a URL. Use an https:// address.'],
    ["", 'K: "": must be a URL. Use an https:// address.'],
    [
        "https://me:secret@x.test/a",
        'K: "https://…@x.test": must not contain credentials. Take the user and the password out of the address.',
    ],
];

/** `[from, location, to]`; a text in brackets is the rule. */
const redirects: readonly (readonly [string, string | null, string])[] = [
    ["https://x.test/a", "/b", "https://x.test/b"],
    ["https://x.test/a", "https://y.test/b", "https://y.test/b"],
    ["http://127.0.0.1:1/a", "https://y.test/b", "https://y.test/b"],
    ["http://127.0.0.1:1/a", "http://127.0.0.1:2/b", "http://127.0.0.1:2/b"],
    ["https://x.test/a", "http://x.test/a", "[redirects to http://x.test, which is not followed]"],
    ["https://x.test/a", "http://127.0.0.1/a", "[redirects to http://127.0.0.1, which is not followed]"],
    ["https://x.test/a", "https://localhost/a", "[redirects to https://localhost, which is not followed]"],
    ["https://x.test/a", "file:///etc/passwd", "[redirects to file://, which is not followed]"],
    ["https://x.test/a", "https://me:pw@y.test/a", "[must not contain credentials]"],
    ["https://x.test/a", null, "[redirects to something that is no address]"],
    ["https://x.test/a", "http://[", "[redirects to something that is no address]"],
];

describe("requireWebAddress", () => {
    for (const address of accepted) {
        it(`accepts ${address}`, () => {
            assert.equal(requireWebAddress(address).href, new URL(address).href);
        });
    }
    for (const [address, message] of refused) {
        it(`refuses ${JSON.stringify(address)}`, () => {
            assert.throws(() => requireWebAddress(address, "K"), { name: "WindlassError", message });
        });
    }
});

describe("redirectTarget", () => {
    for (const [from, location, to] of redirects) {
        it(`${to.startsWith("[") ? "refuses" : "follows"} ${location} from ${from}`, () => {
            const follow = () => redirectTarget(new URL(from), location).href;

            if (!to.startsWith("[")) assert.equal(follow(), to);
            else
                assert.throws(
                    follow,
                    (error: { details?: { rule: string } }) => `[${error.details?.rule}]` === to,
                );
        });
    }
});

describe("addressBelow", () => {
    it("appends segments and encodes them", () => {
        const base = new URL("https://x.test/a/?q#h");

        assert.equal(
            addressBelow(base, "1.31.1", "b c/d?e#f").href,
            "https://x.test/a/1.31.1/b%20c/d%3Fe%23f",
        );
    });
    for (const part of ["..", ".", "", "a//b", "a/../b"]) {
        it(`refuses to climb by ${JSON.stringify(part)}`, () => {
            assert.throws(() => addressBelow(new URL("https://x.test/a"), part), { name: "WindlassError" });
        });
    }
});

describe("isLoopbackHost", () => {
    for (const [host, expected] of [
        ["localhost", true],
        ["127.0.0.1", true],
        ["127.9.9.9", true],
        ["[::1]", true],
        ["127.0.0.1.x.test", false],
        ["localhost.x.test", false],
        ["10.0.0.1", false],
    ] as const) {
        it(`says ${expected} for ${host}`, () => {
            assert.equal(isLoopbackHost(host), expected);
        });
    }
});
