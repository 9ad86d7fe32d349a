import assert from "node:assert/strict";

import { proxyConfigFaults } from "../../../lifecycle/sidecars/proxy-config";

describe("proxyConfigFaults", () => {
    const cases: [string, string[]][] = [
        ["concurrency: 2\n", []],
        ["{}", []],
        ["image:\n  imageType: debug\n", ["must not set image: that is the mesh's to say, not a workload's"]],
        [
            "configPath: /x\nbinaryPath: /y\n",
            [
                "must not set configPath: that is the mesh's to say, not a workload's",
                "must not set binaryPath: that is the mesh's to say, not a workload's",
            ],
        ],
        [
            "proxyMetadata:\n  ISTIO_META_DNS_CAPTURE: 'a\"b'\n",
            ["must give proxyMetadata.ISTIO_META_DNS_CAPTURE as a plain word"],
        ],
        ["proxyMetadata: x\n", ["must give proxyMetadata as a map"]],
        [
            "concurrency: 1\nconcurrency: 2\n",
            ["must be YAML that can be read: must not appear twice in one map"],
        ],
    ];
    for (const [text, faults] of cases)
        it(`finds ${faults.length} in ${JSON.stringify(text)}`, () =>
            assert.deepEqual(proxyConfigFaults(text), faults));
});
