import assert from "node:assert/strict";

import { futureDays } from "../../../lifecycle/upgrade/judge-dates";
import { dayStart } from "../../../lifecycle/kit/day";
import { exampleLock } from "../../support/example-stack";

const now = dayStart("2026-11-28") ?? 0;

describe("futureDays", () => {
    it("finds nothing in a lock of yesterday and today", () => {
        const lock = exampleLock();
        const pin = { version: "1.31.1", since: "2026-11-28" };

        assert.deepEqual(futureDays({ ...lock, istio: { ...lock.istio, controlPlane: pin } }, now), []);
    });

    it("finds every day that is still to come, with its key", () => {
        const day = "2026-11-29";
        const pin = { version: "1.31.1", since: day };
        const lock = exampleLock();

        const found = futureDays(
            {
                istio: { ...lock.istio, controlPlane: pin, proxies: pin },
                flux: { ...lock.flux, distribution: pin, operator: pin },
                flagger: { ...lock.flagger, release: pin },
                catalog: day,
                history: [{ part: "proxies", version: "1.31.0", since: "2026-09-01", until: day }],
            },
            now,
        );

        assert.deepEqual(
            found.map(({ path }) => path.join(".")),
            [
                "istio.controlPlane.since",
                "istio.proxies.since",
                "flux.distribution.since",
                "flux.operator.since",
                "flagger.release.since",
                "history.0.until",
                "catalog",
            ],
        );
    });
});
