package posthouse.cli;

/// A command cannot go on. The message is a sentence for whoever typed it; no stack is shown.
final class CommandFailed extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    CommandFailed(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    CommandFailed(String message) {
        this(ExitStatus.NOT_DONE, message);
    }

    int status() {
        return status;
    }
}
