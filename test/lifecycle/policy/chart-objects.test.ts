import assert from "node:assert/strict";
import * as charts from "../../../lifecycle/policy/chart-objects";

describe("the objects charts own", () => {
    const { gatewayObjects, ...lists } = charts;
    const entries = [...Object.values(lists).flat(), ...gatewayObjects("istio-ingress", "istio-ingress")];

    it("are named by patterns that are whole names, and by a remedy", () => {
        assert.ok(entries.length > 15);
        for (const { names, kinds, remedy } of entries) {
            for (const name of names) {
                assert.doesNotThrow(() => new RegExp(`^(?:${name.replaceAll("(-REV)", "")})$`), name);
                assert.doesNotMatch(name, /^[\^.]|\$$/, name);
            }
            assert.ok(kinds.length > 0);
            assert.match(remedy, /^Remove it[:,].*[^.]$/);
        }
    });

    it("have the gateway's own name and namespace", () => {
        assert.deepEqual(
            gatewayObjects("edge", "edge-system").map(({ names, namespace }) => [names, namespace]),
            [[["edge(-REV)"], "edge-system"]],
        );
    });
});
