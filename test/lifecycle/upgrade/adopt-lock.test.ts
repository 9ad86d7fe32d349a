import assert from "node:assert/strict";

import { formatLock, lockOwner, parseLock } from "../../../lifecycle/stack/lock-parse";
import { adoptedLock } from "../../../lifecycle/upgrade/adopt-lock";
import { judgeFirstLock } from "../../../lifecycle/upgrade/judge-move";
import { dayStart } from "../../../lifecycle/versions/day";
import { lockAt } from "../../support/stack-pins";

const AT = dayStart("2026-11-01") ?? 0;

describe("adoptedLock", () => {
    const text = formatLock("dev", lockAt("1.31.1"));

    it("leaves a stack's own lock alone, and one that says nothing", () => {
        const { lock } = parseLock("dev", text);

        assert.equal(adoptedLock("dev", { text, lock }, AT), undefined);
        assert.equal(adoptedLock("dev", { text: text.replace(/^#.*\n/gm, ""), lock }, AT), undefined);
        assert.equal(lockOwner(text), "dev");
    });

    it("makes a copied lock the stack's own: the same pins, of today", () => {
        const { lock } = parseLock("other", text);
        const { step, lock: own } = adoptedLock("other", { text, lock }, AT) ?? {};

        assert.deepEqual([step?.part, step?.from, step?.to], ["settings", "1.31.1", "1.31.1"]);
        assert.match(step?.why ?? "", /copied from dev/);
        assert.ok(own);
        assert.deepEqual(own.istio.proxies, { version: "1.31.1", since: "2026-11-01" });
        assert.deepEqual(judgeFirstLock(own), []);
        assert.equal(lockOwner(formatLock("other", own)), "other");
    });
});
