import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { text } from "node:stream/consumers";

import { parseFault } from "./faults";
import { parseHey } from "./hey";
import type { Simulation } from "./simulation";

/** What the simulator answers with. */
export interface SimulatorServerArgs {
    readonly simulation: Simulation;
    /** Brings the simulation up to now. */
    readonly catchUp: () => void;
    /** What it still waits for before it knows the cluster; none: it does. */
    readonly missing: () => readonly string[];
}

/** What is answered: a status and a text. */
interface Reply {
    readonly status: number;
    readonly body: string;
}

/**
 * `GET /metrics` is what proxies would expose. `POST /faults` makes something bad (see `Fault`), `DELETE /faults` all of it
 * good again, `POST /hey` takes the arguments of a load test, a line each. `GET /healthz` is 200 once the cluster is known.
 *
 * A request for another host, `<service>.<namespace>`, is one to the pods of a Service, and answered as theirs are: with
 * the path that was asked for, or the status of what is bad.
 */
export function simulatorServer(args: SimulatorServerArgs): Server {
    return createServer((incoming, response) => {
        reply(incoming, args).then(
            ({ status, body }) => send(response, status, body),
            (error: unknown) =>
                send(response, 400, `${error instanceof Error ? error.message : String(error)}\n`),
        );
    });
}

async function reply(incoming: IncomingMessage, args: SimulatorServerArgs): Promise<Reply> {
    const { simulation, catchUp, missing } = args;
    const { method = "", url = "", headers } = incoming;
    const body = await text(incoming);
    catchUp();
    const [service = "", namespace] = (headers.host ?? "").replace(/:\d+$/, "").split(".");
    if (namespace !== undefined && !/^\d+$/.test(service)) {
        const { status, pod } = simulation.answer(namespace, service);
        // What a load test looks for in an answer must not be found in a failure.
        return { status, body: status === 200 ? `${JSON.stringify({ path: url, pod })}\n` : "failed\n" };
    }
    switch (`${method} ${url}`) {
        case "GET /metrics":
            return { status: 200, body: simulation.metrics() };
        case "GET /healthz":
            return missing().length === 0
                ? DONE
                : { status: 503, body: `waiting for ${missing().join(", ")}\n` };
        case "GET /faults":
            return { status: 200, body: `${JSON.stringify(simulation.faults())}\n` };
        case "POST /faults":
            simulation.setFaults([...simulation.faults(), parseFault(JSON.parse(body))]);
            return DONE;
        case "DELETE /faults":
            simulation.setFaults([]);
            return DONE;
        case "POST /hey": {
            const test = parseHey(body.split("\n").filter((line) => line !== ""));
            if (test) simulation.load(test);
            return DONE;
        }
        default:
            return { status: 404, body: `there is no ${method} ${url}\n` };
    }
}

const DONE: Reply = { status: 200, body: "ok\n" };

function send(response: ServerResponse, status: number, body: string): void {
    response.writeHead(status, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(body);
}
