package posthouse.cli;

/// What the program's end says.
final class ExitStatus {
    static final int DONE = 0;

    /// Refused, or failed.
    static final int NOT_DONE = 1;

    /// The command line is wrong.
    static final int USAGE = 2;

    /// There is no server, or no store, where one was looked for.
    static final int NOBODY = 3;

    private ExitStatus() {}
}
