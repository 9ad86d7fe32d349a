import assert from "node:assert/strict";

import { rolloutCommand } from "../../../lifecycle/observed/rollout-command";

describe("rolloutCommand", () => {
    it("is a command as a person types it", () => {
        assert.equal(
            rolloutCommand("retry", "dev", "shop/Canary/backend"),
            'npm run -s windlass -- rollout retry --stack dev --canary shop/backend --reason "…"',
        );
    });
});
