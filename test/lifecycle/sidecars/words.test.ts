import assert from "node:assert/strict";

import { wordsOf } from "../../../lifecycle/sidecars/words";
import { withProtocols, withTimeouts } from "../../support/defaulted-variables";
import { recordedOutput, recordedWorkload } from "../../support/recordings";

/** What the injector wrote into a variable of the proxy. */
function written(workload: string, variable: string): string | undefined {
    const text = JSON.stringify(recordedOutput("1.31.1", workload));
    const found = new RegExp(`\\{"name":"${variable}","value":("(?:[^"\\\\]|\\\\.)*")\\}`).exec(text)?.[1];
    return found === undefined ? undefined : (JSON.parse(found) as string);
}

describe("wordsOf", () => {
    for (const workload of ["backend", "ledger", "native", "report"]) {
        it(`spells ports, probes and containers of ${workload} as the injector does`, () => {
            const words = wordsOf(recordedWorkload(workload));
            assert.equal(words["ports"], withProtocols(written(workload, "ISTIO_META_POD_PORTS") ?? ""));
            assert.equal(words["probes"], withTimeouts(written(workload, "ISTIO_KUBE_APP_PROBERS") ?? ""));
            assert.equal(words["containers"], written(workload, "ISTIO_META_APP_CONTAINERS"));
        });
    }

    it("knows name, namespace and first container", () => {
        const { name, namespace, container } = wordsOf(recordedWorkload("ledger"));
        assert.deepEqual(
            { name, namespace, container },
            { name: "ledger", namespace: "prod", container: "ledger" },
        );
    });
});
