import { type ErrorDetails, ExitStatus, WindlassError } from "../../lifecycle/kit/errors";

/**
 * Something outside could not be reached, or answered what nobody can use, even after every retry. Nothing was changed;
 * the same command may succeed later. Never thrown where bytes arrived and are wrong: that is an ordinary
 * {@link WindlassError}, so that no caller falls back on something else after it.
 */
export class NetworkError extends WindlassError {
    public constructor(details: ErrorDetails) {
        super({ exitStatus: ExitStatus.noCandidate, ...details });
    }
}
