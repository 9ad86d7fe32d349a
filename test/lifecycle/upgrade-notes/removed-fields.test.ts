import assert from "node:assert/strict";

import { stackKinds } from "../../../adapters/files/stack-kinds-source";
import { removedFieldFindings } from "../../../lifecycle/upgrade-notes/removed-fields";
import { sourced } from "./sourced";

const kindsOf = (istio: string) => stackKinds({ kubernetes: "1.34", istio, manifests: [] }).kinds;
const [old, now] = [kindsOf("1.30.5"), kindsOf("1.31.1")];
const rule = (trafficPolicy: object) =>
    sourced({
        apiVersion: "networking.istio.io/v1",
        kind: "DestinationRule",
        metadata: { name: "r", namespace: "prod" },
        spec: { host: "h", trafficPolicy },
    });
/** Since 1.31 only, of a field that 1.30 does not know. */
const newer = rule({ loadBalancer: { zoneAwareLbSetting: { enabled: true } } });

describe("removedFieldFindings", () => {
    it("refuses what the version after does not take any more", () => {
        const [found] = removedFieldFindings({ manifests: [newer], before: now, after: old, kubernetes: 34 });

        assert.equal(found?.verdict, "refuse");
        assert.deepEqual(found.touched, ["prod/DestinationRule/r"]);
        assert.match(found.summary, /zoneAwareLbSetting/);
    });

    it("says nothing of what both take, and of what both refuse", () => {
        const wrong = rule({ loadBalancer: { nonsense: true } });
        const manifests = [rule({ loadBalancer: { simple: "ROUND_ROBIN" } }), wrong];

        assert.deepEqual(removedFieldFindings({ manifests, before: old, after: now, kubernetes: 34 }), []);
    });

    it("asks for a look at Istio's objects where the definitions of the version after are not known", () => {
        const secret = sourced({
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: { name: "c", namespace: "prod" },
        });
        const asked = { before: old, after: now, kubernetes: 34, unknown: "1.40.0" };

        assert.deepEqual(
            removedFieldFindings({ ...asked, manifests: [newer, secret] }).map(({ verdict, touched }) => [
                verdict,
                touched,
            ]),
            [["look", ["prod/DestinationRule/r"]]],
        );
        assert.deepEqual(removedFieldFindings({ ...asked, manifests: [secret] }), []);
    });
});
