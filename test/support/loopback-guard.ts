import assert from "node:assert/strict";
import { Socket } from "node:net";
import { after, before } from "mocha";

const LOOPBACK = /^(?:localhost|::1|127(?:\.\d{1,3}){3})$/;

/**
 * Cuts a suite off from everything but this machine: any other connection fails at once, and fails the suite, however its
 * failure was handled. Call it in `describe`.
 */
export function loopbackOnly(): void {
    const strays: string[] = [];
    // Every client in the process ends up here: fetch, http, https and raw sockets.
    const prototype = Socket.prototype as unknown as { connect: (...args: unknown[]) => unknown };
    const { connect } = prototype;
    before(() => {
        prototype.connect = function (this: Socket, ...args: unknown[]) {
            const host = hostOf(args);
            if (LOOPBACK.test(host)) return connect.apply(this, args);
            strays.push(host);
            process.nextTick(() =>
                this.destroy(Object.assign(new Error(`a test asked ${host}`), { code: "ESTRAY" })),
            );
            return this;
        };
    });
    after(() => {
        prototype.connect = connect;
        assert.deepEqual(strays, [], "tests asked hosts other than the loopback");
    });
}

/** `connect(port, host)`, `connect({ port, host })`, `connect({ path })`, or any of them as node normalises it: `[[…]]`. */
function hostOf(args: readonly unknown[]): string {
    const first = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0];
    if (typeof first === "object" && first !== null) {
        const { host, path } = first as { host?: string; path?: string };
        return path ? "localhost" : (host ?? "localhost").replace(/^\[|\]$/g, "");
    }
    return typeof args[1] === "string" ? args[1] : "localhost";
}
