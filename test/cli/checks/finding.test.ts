import assert from "node:assert/strict";
import { type CheckFinding, waived } from "../../../cli/checks/finding";

const finding: CheckFinding = {
    stack: "dev",
    rule: "strict-mtls",
    about: "the stack",
    reason: "it is open",
    remedy: "Close it",
    level: "refused",
};
const waivers = [{ id: "strict-mtls", reason: "legacy clients", expires: "2026-10-01" }];

describe("waived", () => {
    it("lets a finding pass up to the waiver's last day, with its reason", () => {
        assert.deepEqual(waived(finding, { waivers, today: "2026-10-01" }), {
            ...finding,
            level: "waived",
            reason: "it is open (waived until 2026-10-01: legacy clients)",
        });
    });

    it("names the waiver that would let it pass, and the one that has ended", () => {
        const remedy = "Close it; if it is meant, add a waiver of strict-mtls to windlass:istio.waivers";

        assert.deepEqual(waived(finding, { waivers: [], today: "2026-10-02" }), { ...finding, remedy });
        assert.deepEqual(waived(finding, { waivers, today: "2026-10-02" }), {
            ...finding,
            reason: "it is open (its waiver ended on 2026-10-01)",
            remedy,
        });
        const telling = { ...finding, remedy: "Say so by a waiver of x" };
        assert.deepEqual(waived(telling, { waivers: [], today: "2026-10-02", named: true }), telling);
    });

    it("goes by the id that is asked for, which may be narrower than the rule", () => {
        assert.equal(
            waived(finding, { waivers, today: "2026-10-01", id: "strict-mtls:dev" }).level,
            "refused",
        );
    });

    it("leaves warnings as they are", () => {
        const warning = { ...finding, level: "warning" as const };

        assert.equal(waived(warning, { waivers, today: "2026-10-01" }), warning);
    });
});
