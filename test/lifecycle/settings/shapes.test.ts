import assert from "node:assert/strict";

import type { StringShape } from "../../../lifecycle/settings/shape";
import { readShape } from "../../../lifecycle/settings/shape-reader";
import * as shapes from "../../../lifecycle/settings/shapes";

const text = { description: "A text." };

const table: readonly (readonly [
    name: string,
    shape: StringShape<string>,
    good: readonly string[],
    bad: readonly string[],
])[] = [
    [
        "label",
        shapes.label(text),
        ["a", "a-1", "a".repeat(63)],
        ["A", "-a", "a-", "a.b", "../x", "a".repeat(64), ""],
    ],
    ["subdomain", shapes.subdomain(text), ["a", "a.b-c", "cluster.local"], ["a..b", ".a", "a_b", "a b"]],
    [
        "gatewayHost",
        shapes.gatewayHost("A host."),
        ["*", "*.a.b", "a.b"],
        ["a.*", "**", "https://a", "a:80", "*a"],
    ],
    ["range", shapes.range(text), ["~1.31", ">=9"], ["*", "latest", "<2"]],
    ["duration", shapes.duration(text), ["0d", "36h"], ["3", "3w", ""]],
    ["kubernetesVersion", shapes.kubernetesVersion(text), ["1.34", "v1.34.2-gke.100"], ["34", "1.34.x"]],
    [
        "exactVersion",
        shapes.exactVersion(text),
        ["1.31.1", "1.31.2-rc.0"],
        ["v1.31.1", "1.31", "~1.31.1", "01.1.1"],
    ],
    [
        "day",
        shapes.day(text),
        ["2026-12-31", "2028-02-29"],
        ["2026-02-29", "2026-13-01", "31.12.2026", "2026-1-1"],
    ],
    [
        "chartSource",
        shapes.chartSource(text),
        ["oci://a/b", "http://127.0.0.1:1/x"],
        ["http://a/b", "a/b", "file:///x"],
    ],
    ["url", shapes.url(text, ["ssh"]), ["ssh://git@a/b"], ["https://a/b", "git@a:b", "ssh://a/b c"]],
    [
        "imageRegistry",
        shapes.imageRegistry(text),
        ["docker.io/istio", "localhost:5000/a/b"],
        ["https://a/b", "a/b/", "a/b:1.0", "gcr.io/istio-release"],
    ],
    [
        "digest",
        shapes.digest("A digest."),
        [`sha256:${"0".repeat(64)}`],
        ["sha256:0", "0".repeat(64), `sha256:${"G".repeat(64)}`],
    ],
];

describe("shapes of texts", () => {
    for (const [name, shape, good, bad] of table) {
        it(`${name} accepts ${good.length} and refuses ${bad.length} examples`, () => {
            const accepted = [...good, ...bad].filter(
                (value) => readShape(shape, value).problems.length === 0,
            );

            assert.deepEqual(accepted, good);
        });
    }
});

describe("faultOf", () => {
    it("passes on what is no complaint to the user", () => {
        assert.throws(
            () =>
                shapes.faultOf(() => {
                    throw new TypeError("bug");
                }),
            TypeError,
        );
        assert.equal(
            shapes.faultOf(() => 1),
            undefined,
        );
    });
});
