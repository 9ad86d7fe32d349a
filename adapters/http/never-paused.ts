import type { Dispatcher } from "undici";

/**
 * Has undici take a body as fast as it comes. A body that is read more slowly pauses undici's parser, and a server that
 * then closes the connection ends the process with an AssertionError nobody can catch (nodejs/undici#5360; mended in
 * undici 8, which wants Node 22). What is not read yet waits in memory instead.
 */
export function neverPaused(dispatch: Dispatcher.Dispatch): Dispatcher.Dispatch {
    return (options, handler) =>
        dispatch(options, {
            onRequestStart: (...args) => handler.onRequestStart?.(...args),
            onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
            onResponseStart: (...args) => handler.onResponseStart?.(...args),
            onResponseData: (controller, chunk) => handler.onResponseData?.(unpausable(controller), chunk),
            onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
            onResponseError: (...args) => handler.onResponseError?.(...args),
        });
}

function unpausable(controller: Dispatcher.DispatchController): Dispatcher.DispatchController {
    const { aborted, paused, reason } = controller;
    return {
        aborted,
        paused,
        reason,
        abort: (why) => controller.abort(why),
        pause: () => undefined,
        resume: () => controller.resume(),
    };
}
