import assert from "node:assert/strict";

import { parseKubernetesVersion } from "../../../lifecycle/kit/kubernetes-version";

const good: readonly (readonly [string, string, number | undefined, string])[] = [
    ["1.34", "1.34", undefined, ""],
    ["v1.34.2", "1.34", 2, ""],
    ["v1.34.2-gke.100", "1.34", 2, "-gke.100"],
    ["1.32.3-gke.100+", "1.32", 3, "-gke.100+"],
    ["v1.33.4+k3s1", "1.33", 4, "+k3s1"],
    ["v1.32.9-eks-113cf36", "1.32", 9, "-eks-113cf36"],
    ["1.30+", "1.30", undefined, ""],
];

describe("parseKubernetesVersion", () => {
    for (const [text, minor, patch, suffix] of good) {
        it(`reads ${text}`, () => {
            assert.deepEqual(parseKubernetesVersion(text), { minor, patch, suffix });
        });
    }

    for (const text of [
        "",
        "1",
        "2.0",
        "1.034",
        "1.34.x",
        "latest",
        "1.34.2 ",
        "1.34.2\n",
        "1.34-gke",
        "v1.34.2-$(id)",
    ]) {
        it(`refuses ${JSON.stringify(text)}`, () => {
            assert.throws(() => parseKubernetesVersion(text), { name: "WindlassError" });
        });
    }
});
