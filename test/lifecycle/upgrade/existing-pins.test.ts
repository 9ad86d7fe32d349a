import assert from "node:assert/strict";

import { unknownPins } from "../../../lifecycle/upgrade/existing-pins";
import { exampleLock } from "../../support/example-stack";
import { catalog } from "../../support/stack-pins";

const file = "stacks/dev.lock.yaml";

describe("unknownPins", () => {
    it("finds nothing wrong with releases", () => {
        assert.deepEqual(unknownPins("dev", file, exampleLock("1.31.1", "1.31.0"), catalog), []);
    });

    it("names each pin that nobody made, with its key and value", () => {
        const lock = exampleLock("1.31.9", "1.31.8");
        const since = "2026-10-01";
        const errors = unknownPins(
            "dev",
            file,
            {
                ...lock,
                flux: {
                    ...lock.flux,
                    distribution: { version: "2.9.99", since },
                    operator: { version: "0.58.99", since },
                },
                flagger: { ...lock.flagger, release: { version: "1.44.9", since } },
            },
            catalog,
        );

        assert.deepEqual(
            errors.map(({ details: { key, value } }) => [key, value]),
            [
                ["istio.controlPlane.version", "1.31.9"],
                ["istio.proxies.version", "1.31.8"],
                ["flux.distribution.version", "2.9.99"],
                ["flux.operator.version", "0.58.99"],
                ["flagger.release.version", "1.44.9"],
            ],
        );
    });
});
