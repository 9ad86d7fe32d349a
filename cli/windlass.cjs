#!/usr/bin/env node
// The `windlass` bin: runs the TypeScript of cli/main.ts as it is, without a build step.
//
// The command runs in a thread of its own. This one has nothing to do but to hear signals: a thread that computes hears
// none, and every command ends within two seconds of one.
"use strict";
const { isatty } = require("node:tty");
const { Worker, isMainThread, parentPort, workerData } = require("node:worker_threads");

/** Milliseconds a command may take to clean up after a signal, in the two seconds it has. */
const GRACE = 1500;
/** Exit status of an interrupted command, as shells count it; lifecycle/errors.ts has the same. */
const INTERRUPTED = 130;

if (isMainThread) supervise();
else work();

function supervise() {
    const columns = isatty(2) ? process.stderr.columns : undefined;
    const worker = new Worker(__filename, { workerData: { args: process.argv.slice(2), columns } });
    let signalled = false;
    for (const signal of ["SIGINT", "SIGTERM"]) {
        process.on(signal, () => {
            // Who asks twice does not want to wait.
            if (signalled) process.exit(INTERRUPTED);
            signalled = true;
            worker.postMessage(signal);
            setTimeout(() => process.exit(INTERRUPTED), GRACE);
        });
    }
    worker.on("error", (error) => {
        console.error(error);
        process.exitCode = 1;
    });
    worker.on("exit", (status) => process.exit(process.exitCode ?? status));
}

function work() {
    require("tsx/cjs");
    const { main } = require("./main.ts");
    const onSignal = (abort) => {
        parentPort.on("message", abort);
        // Waiting for a signal keeps nothing alive.
        parentPort.unref();
    };
    void main(workerData.args, { onSignal, columns: workerData.columns });
}
