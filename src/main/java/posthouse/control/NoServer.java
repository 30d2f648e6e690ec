package posthouse.control;

/// No server runs on the data folder.
public final class NoServer extends Exception {
    private static final long serialVersionUID = 1;

    public NoServer(String message) {
        super(message, null, false, false);
    }
}
