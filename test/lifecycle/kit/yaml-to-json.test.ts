import assert from "node:assert/strict";

import { parseDocument } from "yaml";

import { MAX_ALIAS_NODES, YamlNodeError, yamlToJson } from "../../../lifecycle/kit/yaml-to-json";

function convert(text: string): unknown {
    return yamlToJson(parseDocument(text, { uniqueKeys: false }).contents);
}

describe("yamlToJson", () => {
    it("gives two aliases of one value a copy each", () => {
        const { b, c } = convert("a: &a {x: 1}\nb: *a\nc: *a\n") as { b: object; c: object };

        assert.deepEqual(b, c);
        assert.notEqual(b, c);
    });

    it("follows an anchor that is set again to the one before the alias", () => {
        assert.deepEqual(convert("- &a 1\n- *a\n- &a 2\n- *a\n"), [1, 1, 2, 2]);
    });

    it(`lets aliases add ${MAX_ALIAS_NODES} values and not one more`, () => {
        const aliases = (count: number): string => `- &a x\n${"- *a\n".repeat(count)}`;
        // An alias counts once for the value it stands for.
        assert.equal((convert(aliases(MAX_ALIAS_NODES)) as unknown[]).length, MAX_ALIAS_NODES + 1);
        assert.throws(() => convert(aliases(MAX_ALIAS_NODES + 1)), YamlNodeError);
    });

    it("names the node and the key of a fault", () => {
        assert.throws(
            () => convert("a: 1\na: 2"),
            (error) =>
                error instanceof YamlNodeError &&
                error.fault.key === "a" &&
                error.fault.node?.range?.[0] === 5,
        );
    });
});
