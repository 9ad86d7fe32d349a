import assert from "node:assert/strict";

import { gatewayFault } from "../../../lifecycle/upgrade/gateway-order";

describe("gatewayFault", () => {
    it("refuses a gateway that is newer than what the workloads have measured, and nothing else", () => {
        const at = (gateway?: string): string | undefined =>
            gatewayFault({
                controlPlane: "1.31.1",
                proxies: "1.31.0",
                ...(gateway === undefined ? {} : { gateways: { ingress: gateway } }),
            });

        assert.deepEqual([at(), at("1.30.5"), at("1.31.0")], [undefined, undefined, undefined]);
        assert.equal(
            at("1.31.1"),
            "the gateway 1.31.1 is newer than the workloads' proxies 1.31.0, which measure a proxy before all traffic goes through it",
        );
    });
});
