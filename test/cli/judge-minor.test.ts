import assert from "node:assert/strict";

import { judgeMinor } from "../../cli/judge-minor";
import { ROOT } from "../support/mesh";
import { exampleSettings } from "../support/example-stack";
import { sourced } from "../lifecycle/upgrade-notes/sourced";

const stack = {
    settings: exampleSettings(),
    manifests: [
        sourced({
            apiVersion: "security.istio.io/v1",
            kind: "PeerAuthentication",
            metadata: { name: "p", namespace: "prod" },
            spec: { mtls: { mode: "STRICT" } },
        }),
    ],
};

function notes(from: string, to: string): readonly string[] {
    return judgeMinor(ROOT, stack, { from, to })
        .filter(({ verdict }) => verdict !== "safe")
        .map(({ note }) => note);
}

describe("judgeMinor", () => {
    it("holds the stack against the catalog and the definitions of both versions", () => {
        assert.deepEqual(notes("1.30.5", "1.31.1"), ["1.31-api-generator"]);
        assert.deepEqual(notes("1.31.0", "1.31.1"), []);
    });

    it("asks for a look at the objects where the definitions are not here", () => {
        assert.deepEqual(notes("1.31.1", "1.32.0"), ["1.32-unread", "unknown-definitions"]);
    });
});
