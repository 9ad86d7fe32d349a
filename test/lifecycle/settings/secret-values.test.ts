import assert from "node:assert/strict";

import { readField } from "../../../lifecycle/kit/read-fields";
import { helmValues, withSecretsNamed } from "../../../lifecycle/settings/secret-values";

const secret = { secure: "AAAB" };
const rule = "must not be encrypted, as it decides what is rendered";

describe("helmValues", () => {
    it("pass on any map, as it is", () => {
        const values = { a: [{ b: null }], constructor: { secure: "AAAB", other: 1 } };

        assert.deepEqual(readField(helmValues("Values."), values), { value: values, problems: [] });
    });

    it("hold nothing encrypted, at any depth", () => {
        const { problems } = readField(helmValues("Values."), { a: [secret], b: { c: secret } });

        assert.deepEqual(
            problems.map(({ path, value, rule: broken }) => [path, value, broken]),
            [
                [["a", 0], undefined, rule],
                [["b", "c"], undefined, rule],
            ],
        );
        assert.equal(readField(helmValues("Values."), secret).problems.length, 1);
    });
});

describe("withSecretsNamed", () => {
    it("says once that a value is encrypted, in place of what else is wrong with it", () => {
        const root = { gateway: secret, istio: { cni: secret } };
        const problems = [
            { path: ["gateway", "secure"], rule: "is not a known key" },
            { path: ["gateway", "hosts"], rule: "is required" },
            { path: ["istio", "cni"], value: secret, rule: "must be true or false" },
            { path: ["istio", "range"], rule: "is required" },
        ];

        assert.deepEqual(
            withSecretsNamed(problems, root).map(({ path, value, rule: broken }) => [path, value, broken]),
            [
                [["gateway"], secret, rule],
                [["istio", "cni"], secret, rule],
                [["istio", "range"], undefined, "is required"],
            ],
        );
    });
});
