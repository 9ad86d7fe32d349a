import assert from "node:assert/strict";
import { parse } from "yaml";

import { kubeconfig, readKubeconfig, serverAddress } from "../../../tools/test-bed/kubeconfig";

describe("kubeconfig", () => {
    it("names one control plane and makes it the current one", () => {
        const text = kubeconfig("dev", { server: serverAddress(20_001), token: "t0", authority: "PEM\n" });

        assert.deepEqual(parse(text), {
            apiVersion: "v1",
            kind: "Config",
            clusters: [
                {
                    name: "windlass-dev",
                    cluster: { server: "https://127.0.0.1:20001", "certificate-authority-data": "UEVNCg==" },
                },
            ],
            users: [{ name: "windlass-dev", user: { token: "t0" } }],
            contexts: [{ name: "windlass-dev", context: { cluster: "windlass-dev", user: "windlass-dev" } }],
            "current-context": "windlass-dev",
        });
    });

    it("is read back as it was written", () => {
        const access = { server: serverAddress(20_001), token: "t0", authority: "PEM\n" };

        assert.deepEqual(readKubeconfig(kubeconfig("dev", access)), access);
        assert.throws(() => readKubeconfig("kind: Config"), /no local control plane/);
    });
});
