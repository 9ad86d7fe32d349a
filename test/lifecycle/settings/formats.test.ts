import assert from "node:assert/strict";

import type { Field } from "../../../lifecycle/kit/fields";
import { readField } from "../../../lifecycle/kit/read-fields";
import * as formats from "../../../lifecycle/settings/formats";

const text = { description: "A text." };

const table: readonly (readonly [
    name: string,
    field: Field<string>,
    good: readonly string[],
    bad: readonly string[],
])[] = [
    [
        "label",
        formats.label(text),
        ["a", "a-1", "a".repeat(63)],
        ["A", "-a", "a-", "a.b", "../x", "a".repeat(64), ""],
    ],
    ["subdomain", formats.subdomain(text), ["a", "a.b-c", "cluster.local"], ["a..b", ".a", "a_b", "a b"]],
    [
        "gatewayHost",
        formats.gatewayHost("A host."),
        ["*", "*.a.b", "a.b"],
        ["a.*", "**", "https://a", "a:80", "*a"],
    ],
    ["range", formats.range(text), ["~1.31", ">=9"], ["*", "latest", "<2"]],
    ["duration", formats.duration(text), ["0d", "36h"], ["3", "3w", ""]],
    ["kubernetesVersion", formats.kubernetesVersion(text), ["1.34", "v1.34.2-gke.100"], ["34", "1.34.x"]],
    [
        "exactVersion",
        formats.exactVersion(text),
        ["1.31.1", "1.31.2-rc.0"],
        ["v1.31.1", "1.31", "~1.31.1", "01.1.1"],
    ],
    [
        "day",
        formats.day(text),
        ["2026-12-31", "2028-02-29"],
        ["2026-02-29", "2026-13-01", "31.12.2026", "2026-1-1"],
    ],
    [
        "chartSource",
        formats.chartSource(text),
        ["oci://a/b", "http://127.0.0.1:1/x"],
        ["http://a/b", "a/b", "file:///x"],
    ],
    ["url", formats.url(text, ["ssh"]), ["ssh://git@a/b"], ["https://a/b", "git@a:b", "ssh://a/b c"]],
    [
        "imageRegistry",
        formats.imageRegistry(text),
        ["docker.io/istio", "localhost:5000/a/b"],
        ["https://a/b", "a/b/", "a/b:1.0", "gcr.io/istio-release"],
    ],
    [
        "digest",
        formats.digest("A digest."),
        [`sha256:${"0".repeat(64)}`],
        ["sha256:0", "0".repeat(64), `sha256:${"G".repeat(64)}`],
    ],
];

describe("formats of texts", () => {
    for (const [name, field, good, bad] of table) {
        it(`${name} accepts ${good.length} and refuses ${bad.length} examples`, () => {
            const accepted = [...good, ...bad].filter(
                (value) => readField(field, value).problems.length === 0,
            );

            assert.deepEqual(accepted, good);
        });
    }
});

describe("faultOf", () => {
    it("passes on what is no complaint to the user", () => {
        assert.throws(
            () =>
                formats.faultOf(() => {
                    throw new TypeError("bug");
                }),
            TypeError,
        );
        assert.equal(
            formats.faultOf(() => 1),
            undefined,
        );
    });
});
