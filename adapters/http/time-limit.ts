/**
 * Does a piece of work that ends, at the latest, when the time is over or one of the signals is aborted.
 *
 * By a timer of its own: what `AbortSignal.any` makes of an `AbortSignal.timeout` may never fire once garbage has been
 * collected (nodejs/node#57736), and a server that says nothing would be waited for without end.
 *
 * @param work - is given the signal to stop at; its reason is a `TimeoutError`, or that of the signal that was aborted
 */
export async function withTimeLimit<T>(
    milliseconds: number,
    signals: readonly AbortSignal[],
    work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
    const controller = new AbortController();
    const timer = setTimeout(
        () => controller.abort(new DOMException("The time is over", "TimeoutError")),
        milliseconds,
    );
    const stops = signals.map((signal) => {
        const stop = (): void => controller.abort(signal.reason);
        if (signal.aborted) stop();
        signal.addEventListener("abort", stop, { once: true });
        return () => signal.removeEventListener("abort", stop);
    });
    try {
        return await work(controller.signal);
    } finally {
        clearTimeout(timer);
        for (const remove of stops) remove();
    }
}
