import assert from "node:assert/strict";

import { exceptionFault, exceptionsOf, standingExceptions } from "../../../lifecycle/cohorts/exceptions";

const excepted = [
    { id: "shop/Deployment/b", app: "shop" },
    { id: "shop/Deployment/a", app: "shop" },
    { id: "pay/Deployment/pay", app: "pay" },
];
const exception = (workload: string, until: string) => ({ workload, reason: "a migration", until });

describe("exceptionsOf", () => {
    it("finds what a name keeps: a workload, or all of an application but those that are named themselves", () => {
        const except = [exception("shop", "2026-12-01"), exception("shop/Deployment/a", "2026-12-31")];
        assert.deepEqual(
            exceptionsOf({ except }, excepted).map(({ workload, workloads }) => [workload, workloads]),
            [
                ["shop", ["shop/Deployment/b"]],
                ["shop/Deployment/a", ["shop/Deployment/a"]],
            ],
        );
    });
});

describe("exceptionFault", () => {
    const exceptions = exceptionsOf(
        { except: [exception("pay", "2026-12-01"), exception("nothing", "2027-01-01")] },
        excepted,
    );

    it("keeps the last proxies through the last day, and says which, until when and why", () => {
        assert.equal(
            exceptionFault(exceptions, "2026-12-01"),
            "the last proxies stay where they are: pay until 2026-12-01 (a migration)",
        );
    });

    it("keeps nothing afterwards, nor for a name that nothing has", () => {
        assert.equal(exceptionFault(exceptions, "2026-12-02"), undefined);
        assert.deepEqual(standingExceptions(exceptions, "2026-12-02"), []);
    });
});
