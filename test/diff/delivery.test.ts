import assert from "node:assert/strict";
import type { Delivery, Handover } from "../../lifecycle/settings/settings";
import { deliveryFindings } from "../../diff/delivery";
import { toText } from "../../diff/escape";
import { exampleSettings } from "../support/example-stack";
import { deployment, exampleVersion } from "./example-version";

const version = (delivery: Delivery, handover: Handover) =>
    exampleVersion([deployment("a")], { settings: { ...exampleSettings(), delivery, handover } });

describe("deliveryFindings", () => {
    it("says of a step what it does", () => {
        const [found] = deliveryFindings(version("pulumi", "underway"), version("flux", "underway"));

        assert.equal(found?.level, "caution");
        assert.equal(
            toText(found?.words ?? []),
            "delivery pulumi, handover → flux, handover, 1 objects: Flux takes over what stands in Git, each object as it is; Pulumi forgets it, and deletes nothing",
        );
    });

    it("says of a jump what it would destroy", () => {
        const [found] = deliveryFindings(version("pulumi", "none"), version("flux", "none"));

        assert.deepEqual([found?.section, found?.level], ["removals", "alarm"]);
        assert.match(toText(found?.words ?? []), /Pulumi would delete every object above the flux layer/);
    });

    it("says nothing where nothing moves", () => {
        assert.deepEqual(deliveryFindings(version("flux", "none"), version("flux", "none")), []);
    });
});
