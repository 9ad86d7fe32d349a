import assert from "node:assert/strict";

import { countRequests, parseUse } from "../../../tools/sleep/meter";

describe("what a night uses", () => {
    it("reads the most memory and the processor time of a process", () => {
        const fields = "S 1 2 3 0 -1 4194560 5 0 0 0 250 75 0 0 20 0".split(" ");
        assert.deepEqual(parseUse("Name:\tetcd\nVmHWM:\t  204800 kB\nVmRSS:\t 5 kB\n", fields), {
            peakMiB: 200,
            cpuSeconds: 3.25,
        });
    });

    it("counts the requests that the API server has answered by verb and resource, whoever asked", () => {
        const metrics = [
            "# TYPE apiserver_request_total counter",
            'apiserver_request_total{code="200",resource="pods",verb="GET"} 40',
            'apiserver_request_total{code="404",resource="pods",verb="GET"} 1',
            'apiserver_request_total{code="201",resource="events",verb="POST"} 2e+00',
            'apiserver_request_duration_seconds_count{resource="pods",verb="GET"} 7',
        ].join("\n");
        assert.deepEqual(Object.fromEntries(countRequests(metrics)), { "GET pods": 41, "POST events": 2 });
    });
});
