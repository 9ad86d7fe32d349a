import assert from "node:assert/strict";

import {
    allowedHostFault,
    allowedHostsFault,
    parseAllowedHost,
} from "../../../lifecycle/settings/allowed-host";
import { parseSettings } from "../../../lifecycle/settings/settings-parse";

const parsed: readonly (readonly [text: string, host: string, port: number, protocol: string])[] = [
    ["api.example.com", "api.example.com", 443, "TLS"],
    ["*.example.com", "*.example.com", 443, "TLS"],
    ["api.example.com:80", "api.example.com", 80, "HTTP"],
    ["api.example.com:8080/HTTP", "api.example.com", 8080, "HTTP"],
    ["api.example.com:8443", "api.example.com", 8443, "TLS"],
    ["smtp.example.com:587/TCP", "smtp.example.com", 587, "TCP"],
];
const refused: readonly (readonly [texts: readonly string[], complaint: RegExp])[] = [
    [["https://api.example.com"], /must be a DNS name/],
    [["localhost"], /must be a DNS name/],
    [["api.example.com:443/GRPC"], /must be a DNS name/],
    [["*"], /must be a DNS name/],
    [["api.example.com:0"], /port from 1 to 65535/],
    [["api.example.com:65536"], /port from 1 to 65535/],
    [["*.example.com:5432/TCP"], /must name one host/],
    [
        ["a.example.com:5432/TCP", "b.example.com:5432/TCP"],
        /a\.example\.com and b\.example\.com on port 5432/,
    ],
    [["a.example.com", "a.example.com"], /must not appear twice/],
];

function readHosts(texts: readonly string[]): readonly string[] {
    const hosts = JSON.stringify(texts);
    const text = `config:\n  windlass:delivery: pulumi\n  windlass:cluster: { name: dev, kubernetes: "1.34" }\n  windlass:istio: { range: ~1.31, allowedHosts: ${hosts} }\n`;
    return parseSettings("dev", text).istio.allowedHosts;
}

describe("allowed hosts", () => {
    for (const [text, host, port, protocol] of parsed)
        it(`are read: ${text}`, () => {
            assert.deepEqual(parseAllowedHost(text), { host, port, protocol });
            assert.deepEqual(readHosts([text]), [text]);
            assert.equal(allowedHostFault(text), undefined);
        });

    for (const [texts, complaint] of refused)
        it(`are refused: ${texts.join(", ")}`, () => {
            assert.throws(() => readHosts(texts), complaint);
        });

    it("may have one host on a port by plain TCP, and the same host on two", () => {
        assert.equal(
            allowedHostsFault(["a.example.com:1/TCP", "a.example.com:2/TCP", "b.example.com:1"]),
            undefined,
        );
    });

    it("are a text that fits, or no host at all", () => {
        assert.throws(() => parseAllowedHost("a b"), /no host/);
    });
});
